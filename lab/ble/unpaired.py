#!/usr/bin/env python3
"""Reads and writes characteristics without ever pairing, which all clients of BlueZ do by themselves.

    unpaired.py OWN_ADDRESS ADDRESS UUID…

Speaks ATT on a socket. Prints what became of each attempt; ends with 0 when all were refused for the want
of encryption, and with 1 otherwise.
"""

import ctypes
import os
import socket
import struct
import sys

L2CAP = 0
ATT_CHANNEL = 4
LE_PUBLIC = 1
ERROR, MTU_ASKED, MTU, BY_TYPE, READ, WRITE = 0x01, 0x02, 0x03, 0x08, 0x0A, 0x12
DECLARATION = 0x2803
REFUSALS = {0x05: "authentication wanted", 0x08: "authorization wanted", 0x0F: "encryption wanted"}
LIBC = ctypes.CDLL(None, use_errno=True)


def connect(own, other):
    """Python's own addresses of L2CAP have no place for a channel."""
    link = socket.socket(socket.AF_BLUETOOTH, socket.SOCK_SEQPACKET, L2CAP)
    for step, address in ((LIBC.bind, own), (LIBC.connect, other)):
        number = bytes.fromhex(address.replace(":", ""))[::-1]
        place = struct.pack("<HH6sHBx", socket.AF_BLUETOOTH, 0, number, ATT_CHANNEL, LE_PUBLIC)
        if step(link.fileno(), place, len(place)) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), address)
    return link


def ask(link, packet):
    link.send(packet)
    while True:
        answer = link.recv(600)
        if answer[0] == MTU_ASKED:
            link.send(struct.pack("<BH", MTU, 23))
        elif answer[0] in (ERROR, packet[0] + 1):
            return answer


def characteristics(link):
    """Handles of values by UUID."""
    found = {}
    begin = 1
    while True:
        answer = ask(link, struct.pack("<BHHH", BY_TYPE, begin, 0xFFFF, DECLARATION))
        if answer[0] == ERROR:
            return found
        for place in range(2, len(answer), answer[1]):
            entry = answer[place : place + answer[1]]
            begin = struct.unpack("<H", entry[:2])[0] + 1
            found[entry[5:][::-1].hex()] = struct.unpack("<H", entry[3:5])[0]


def main(own, other, *uuids):
    link = connect(own, other)
    handles = characteristics(link)
    status = 0
    for uuid in uuids:
        handle = handles[uuid.replace("-", "")]
        answer = ask(link, struct.pack("<BH", WRITE, handle) + b"\0\0\0\x05")
        refusal = REFUSALS.get(answer[4]) if answer[0] == ERROR else None
        print(uuid, "written" if answer[0] != ERROR else refusal or "error 0x%02x" % answer[4])
        status = status if refusal else 1
    link.close()
    return status


sys.exit(main(*sys.argv[1:]))
