#!/usr/bin/env python3
"""A phone that calls a gateway by Bluetooth: BlueZ's D-Bus interface and nothing of CCM's own code.

    client.py ADAPTER ADDRESS call METHOD PARAMS [METHOD PARAMS]…
    client.py ADAPTER ADDRESS set KEY VALUE [KEY VALUE]… save NUMBER
    client.py ADAPTER ADDRESS get KEY
    client.py ADAPTER ADDRESS forget

Connects, and BlueZ pairs by itself when a characteristic wants it. Prints each answer in a line.
Ends with 1 when an answer is an error.
"""

import json
import struct
import sys
import time

import dbus

BLUEZ = "org.bluez"
PROPERTIES = "org.freedesktop.DBus.Properties"
CHARACTERISTIC = BLUEZ + ".GattCharacteristic1"
DATA = "5f6d4f53-5f52-5043-5f64-6174615f5f5f"
WAITING = "5f6d4f53-5f52-5043-5f72-785f63746c5f"  # length of the frame that waits for the phone
COMING = "5f6d4f53-5f52-5043-5f74-785f63746c5f"  # length of the frame that the phone will write
KEY = "306d4f53-5f43-4647-5f6b-65795f5f5f30"
VALUE = "316d4f53-5f43-4647-5f76-616c75655f31"
SAVE = "326d4f53-5f43-4647-5f73-6176655f5f32"
PATIENCE = 60  # seconds
CHUNK = 100  # bytes in a write


class Phone:
    def __init__(self, adapter, address):
        self.bus = dbus.SystemBus()
        self.adapter = "/org/bluez/" + adapter
        self.path = self.adapter + "/dev_" + address.replace(":", "_")
        self.number = 0

    def interface(self, path, name):
        return dbus.Interface(self.bus.get_object(BLUEZ, path), name)

    def known(self):
        return self.interface("/", "org.freedesktop.DBus.ObjectManager").GetManagedObjects()

    def find(self):
        """In short rounds: the simulated controllers advertise only when scanning begins."""
        self.interface(self.adapter, PROPERTIES).Set(BLUEZ + ".Adapter1", "Powered", dbus.Boolean(True))
        scan = self.interface(self.adapter, BLUEZ + ".Adapter1")
        scan.SetDiscoveryFilter({"Transport": "le", "DuplicateData": dbus.Boolean(True)})
        end = time.monotonic() + PATIENCE
        while self.path not in self.known():
            if time.monotonic() > end:
                sys.exit("not found")
            scan.StartDiscovery()
            time.sleep(0.4)
            scan.StopDiscovery()
            time.sleep(0.1)

    def connect(self):
        self.find()
        self.interface(self.path, BLUEZ + ".Device1").Connect(timeout=PATIENCE)
        device = self.interface(self.path, PROPERTIES)
        end = time.monotonic() + PATIENCE
        while not device.Get(BLUEZ + ".Device1", "ServicesResolved"):
            if time.monotonic() > end:
                sys.exit("its services are not known")
            time.sleep(0.1)
        self.characteristics = {
            str(entry[CHARACTERISTIC]["UUID"]): self.interface(path, CHARACTERISTIC)
            for path, entry in self.known().items()
            if path.startswith(self.path + "/") and CHARACTERISTIC in entry
        }
        self.name = str(device.Get(BLUEZ + ".Device1", "Alias"))

    def paired(self):
        return bool(self.interface(self.path, PROPERTIES).Get(BLUEZ + ".Device1", "Paired"))

    def forget(self):
        """First apart, then forgotten: both at once upsets the kernel of Debian 12."""
        self.interface(self.path, BLUEZ + ".Device1").Disconnect()
        time.sleep(1)
        self.interface(self.adapter, BLUEZ + ".Adapter1").RemoveDevice(self.path)

    def write(self, uuid, data):
        for begin in range(0, len(data), CHUNK):
            part = dbus.ByteArray(data[begin : begin + CHUNK])
            self.characteristics[uuid].WriteValue(part, {"type": "request"}, timeout=PATIENCE)

    def read(self, uuid):
        return bytes(self.characteristics[uuid].ReadValue({}, timeout=PATIENCE))

    def call(self, method, params):
        """One call: its frame goes in pieces, and so does the answer."""
        self.number += 1
        frame = json.dumps({"id": self.number, "method": method, "params": json.loads(params)}).encode()
        self.write(COMING, struct.pack(">I", len(frame)))
        self.write(DATA, frame)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            (length,) = struct.unpack(">I", self.read(WAITING)[:4])
            answer = b""
            while len(answer) < length:
                answer += self.read(DATA)
            if answer and json.loads(answer).get("id") == self.number:
                return json.loads(answer)
            time.sleep(0.2)
        sys.exit("no answer to " + method)

    def set(self, key, value):
        self.write(KEY, key.encode())
        self.write(VALUE, value.encode())

    def get(self, key):
        self.write(KEY, key.encode())
        return self.read(VALUE).decode()


def main(adapter, address, what, *words):
    phone = Phone(adapter, address)
    phone.connect()
    status = 0
    pairs = list(zip(words[::2], words[1::2]))
    if what == "call":
        for method, params in pairs:
            answer = phone.call(method, params)
            status = 1 if "error" in answer else status
            print(json.dumps(answer, ensure_ascii=False), flush=True)
    elif what == "set":
        for key, value in pairs:
            if key == "save":
                phone.write(SAVE, value.encode())
            else:
                phone.set(key, value)
                phone.write(SAVE, b"0")
    elif what == "get":
        print(phone.get(words[0]))
    elif what == "forget":
        phone.forget()
        return 0
    print("paired" if phone.paired() else "not paired", phone.name, file=sys.stderr)
    phone.interface(phone.path, BLUEZ + ".Device1").Disconnect()
    return status


sys.exit(main(*sys.argv[1:]))
