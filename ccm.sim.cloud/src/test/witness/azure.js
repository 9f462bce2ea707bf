// What the stories of Azure share.
'use strict';

const { Client } = require('azure-iot-device');
const { Mqtt } = require('azure-iot-device-mqtt');
const { NoRetry } = require('azure-iot-common');

const HOST = 'ccm-hub.azure-devices.net';

/** Makes a device at the hub; returns how it is known there. */
function make(cloud, device, authentication = { type: 'sas' }) {
  return cloud.ask('PUT', `/devices/${device}`, { authentication });
}

/** What the portal shows for a device with a key, which is made. */
async function connectionString(cloud, device) {
  const { authentication } = await make(cloud, device);
  return `HostName=${HOST};DeviceId=${device};SharedAccessKey=${authentication.symmetricKey.primaryKey}`;
}

/** The SDK's client, which reports a failure instead of trying for minutes. */
function connect(text, transport = Mqtt) {
  const client = Client.fromConnectionString(text, transport);
  client.setRetryPolicy(new NoRetry());
  client.on('error', () => {}); // told by the call that failed
  return client;
}

/** Calls a direct method as a service does; returns {status, payload}. */
async function callMethod(cloud, device, methodName, payload, seconds = 10) {
  const asked = { methodName, payload, responseTimeoutInSeconds: seconds };
  const { call } = await cloud.post(`/methods/${device}`, asked);
  for (;;) {
    const answer = await cloud.get(`/methods/${call}`);
    if (answer.status !== undefined) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What the hub has of a device. */
async function telemetry(cloud, device) {
  return (await cloud.get('/telemetry')).filter((each) => each.device === device);
}

module.exports = { HOST, make, connectionString, connect, callMethod, telemetry };
