// The same work in Node.js: frames from a serial port become MQTT messages, with back-pressure.
'use strict';
const mqtt = require('mqtt');
const { SerialPort, ReadlineParser } = require('serialport');

const [path, brokerPort] = process.argv.slice(2);
const WINDOW = 1000;
const client = mqtt.connect(`mqtt://127.0.0.1:${brokerPort}`, { clientId: 'node-bridge' });

client.once('connect', () => {
  const port = new SerialPort({ path, baudRate: 115200, lock: false });
  const lines = port.pipe(new ReadlineParser({ delimiter: '\n' }));
  let open = 0;
  lines.on('data', (line) => {
    const { params } = JSON.parse(line);
    if (++open > WINDOW) port.pause();
    client.publish(params.topic, params.message, { qos: params.qos }, () => {
      if (--open < WINDOW / 2 && port.isPaused()) port.resume();
    });
  });
});
