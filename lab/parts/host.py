#!/usr/bin/env python3
"""A host at its end of the serial line: sends one frame, prints the answer.

    host.py LINE METHOD [PARAMS]     ends with 1 when the answer is an error, with 2 when there is none
"""

import json
import os
import select
import sys
import time

PATIENCE = 120  # seconds


def main(line, method, params="{}"):
    port = os.open(line, os.O_RDWR | os.O_NOCTTY)
    mine = int(time.time())
    send(port, {"id": mine, "method": method, "params": json.loads(params)})
    rest = b""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not select.select([port], [], [], 1)[0]:
            continue
        *frames, rest = (rest + os.read(port, 4096)).split(b"\n")
        for frame in filter(None, map(parsed, frames)):
            if frame.get("id") == mine and "method" not in frame:
                print(json.dumps(frame, ensure_ascii=False))
                return 1 if "error" in frame else 0
            if "method" in frame and "id" in frame:  # the gateway asks the host; this one knows little
                send(port, {"id": frame["id"], "error": {"code": -32601, "message": "method not found"}})
    print("no answer")
    return 2


def parsed(frame):
    try:
        value = json.loads(frame)
        return value if isinstance(value, dict) else None
    except ValueError:
        return None


def send(port, frame):
    os.write(port, json.dumps(frame).encode() + b"\n")


sys.exit(main(*sys.argv[1:]))
