// Who is let in, and who is not.
'use strict';

const assert = require('assert');
const { MqttWs } = require('azure-iot-device-mqtt');
const { HOST, make, connectionString, connect, telemetry } = require('../azure');
const { Message } = require('azure-iot-device');
const { refusal } = require('../witness');

const OTHER_KEY = Buffer.alloc(32, 7).toString('base64');

/** The SDK speaks of a missing authorization whenever a first connection fails: its cause counts. */
async function refused(client, cause) {
  const error = await refusal('open', client.open());
  assert.strictEqual(error.name, 'UnauthorizedError');
  assert.match(error.message, cause);
}

const NOT_AUTHORIZED = /Connection refused: Not authorized/;

module.exports = async (cloud, step) => {
  const text = await connectionString(cloud, 'access-1');

  await step('a wrong key is not authorized', () =>
    refused(connect(text.replace(/Key=.*/, `Key=${OTHER_KEY}`)), NOT_AUTHORIZED));

  await step('nor is an unknown device', () =>
    refused(connect(text.replace('access-1', 'access-9')), NOT_AUTHORIZED));

  await step('nor is a disabled one', async () => {
    const { authentication } = await cloud.ask('PUT', '/devices/access-2', { status: 'disabled' });
    const key = authentication.symmetricKey.primaryKey;
    await refused(
      connect(`HostName=${HOST};DeviceId=access-2;SharedAccessKey=${key}`),
      NOT_AUTHORIZED,
    );
  });

  await step('the second key opens it too', async () => {
    const { authentication } = await make(cloud, 'access-3');
    const key = authentication.symmetricKey.secondaryKey;
    const device = connect(`HostName=${HOST};DeviceId=access-3;SharedAccessKey=${key}`);
    await device.open();
    await device.close();
  });

  await step('a hub of an authority that is not trusted is not spoken to', async () => {
    const device = connect(text);
    await device.setOptions({ ca: cloud.foreignAuthority });
    await refused(device, /certificate/);
  });

  await step('the way by WebSocket on 443 is as good', async () => {
    const device = connect(text, MqttWs);
    await device.open();
    await device.sendEvent(new Message('by the web'));
    assert.strictEqual((await telemetry(cloud, 'access-1')).pop().body, 'by the web');
    await device.close();
    await refused(connect(text.replace(/Key=.*/, `Key=${OTHER_KEY}`), MqttWs), NOT_AUTHORIZED);
  });

  const byCertificate = async (id, cert, key) => {
    const device = connect(`HostName=${HOST};DeviceId=${id};x509=true`);
    await device.setOptions({ cert, key });
    return device;
  };

  await step('a certificate is known by its print', async () => {
    const device = await byCertificate('x509-print', cloud.printCert, cloud.printKey);
    await device.open();
    await device.sendEvent(new Message('by print'));
    assert.strictEqual((await telemetry(cloud, 'x509-print')).length, 1);
    await device.close();
  });

  await step('a certificate is known by its authority and name', async () => {
    const device = await byCertificate('x509-signed', cloud.signedCert, cloud.signedKey);
    await device.open();
    await device.close();
  });

  await step('the certificate of another device, or of a stranger, is not authorized', async () => {
    await refused(
      await byCertificate('x509-print', cloud.signedCert, cloud.signedKey),
      NOT_AUTHORIZED,
    );
    await refused(
      await byCertificate('x509-signed', cloud.foreignCert, cloud.foreignKey),
      NOT_AUTHORIZED,
    );
  });
};
