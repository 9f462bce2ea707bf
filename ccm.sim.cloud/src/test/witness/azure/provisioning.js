// The Device Provisioning Service: what becomes of those who register.
'use strict';

const assert = require('assert');
const { createHmac } = require('crypto');
const { ProvisioningDeviceClient } = require('azure-iot-provisioning-device');
const { Mqtt, MqttWs } = require('azure-iot-provisioning-device-mqtt');
const { SymmetricKeySecurityClient } = require('azure-iot-security-symmetric-key');
const { X509Security } = require('azure-iot-security-x509');
const { HOST, connect } = require('../azure');
const { refusal } = require('../witness');

const SERVICE = 'global.azure-devices-provisioning.net';

module.exports = async (cloud, step) => {
  const register = async (security, transport = new Mqtt(), scope = cloud.scope) => {
    const client = ProvisioningDeviceClient.create(SERVICE, scope, transport, security);
    return client.register();
  };
  const byKey = (id, key) => new SymmetricKeySecurityClient(id, key);
  const ofGroup = (id) =>
    createHmac('sha256', Buffer.from(cloud.groupKey, 'base64')).update(id).digest('base64');

  // all at once, because each is asked to wait
  const certificate = { cert: cloud.dpsCert, key: cloud.dpsKey };
  const own = register(byKey('dps-own', cloud.ownKey));
  const member = register(byKey('dps-member', ofGroup('dps-member')), new MqttWs());
  const certified = register(new X509Security('dps-x509', certificate));
  const failed = refusal('failed', register(byKey('dps-failed', cloud.ownKey)));
  const disabled = refusal('disabled', register(byKey('dps-disabled', cloud.ownKey)));
  await Promise.allSettled([own, member, certified, failed, disabled]);

  await step('a device with a key of its own gets its hub, which knows it', async () => {
    const given = await own;
    assert.strictEqual(given.status, 'assigned');
    assert.strictEqual(given.assignedHub, HOST);
    assert.strictEqual(given.deviceId, 'own-device');
    const device = connect(
      `HostName=${given.assignedHub};DeviceId=${given.deviceId};SharedAccessKey=${cloud.ownKey}`,
    );
    await device.open();
    await device.close();
  });

  await step('so does one with a key made of that of its group, over WebSocket', async () => {
    const given = await member;
    assert.strictEqual(given.deviceId, 'dps-member');
    const device = connect(
      `HostName=${given.assignedHub};DeviceId=dps-member;SharedAccessKey=${ofGroup('dps-member')}`,
    );
    await device.open();
    await device.close();
  });

  await step('so does one with a certificate', async () => {
    const given = await certified;
    assert.strictEqual(given.deviceId, 'dps-x509');
    const device = connect(`HostName=${given.assignedHub};DeviceId=dps-x509;x509=true`);
    await device.setOptions(certificate);
    await device.open();
    await device.close();
  });

  await step('one that fails is told why', async () => {
    const error = await failed;
    assert.strictEqual(error.name, 'ProvisioningRegistrationFailedError');
    assert.strictEqual(error.result.registrationState.errorCode, 400207);
  });

  await step('a disabled one is told so', async () => {
    const error = await disabled;
    assert.match(error.message, /disabled/);
  });

  await step('wrong keys, the certificate of another and a foreign scope are refused', async () => {
    const refused = async (what, security, scope) => {
      const error = await refusal(what, register(security, new Mqtt(), scope));
      assert.match(error.message, /Not authorized/, what);
    };
    await refused('the key of another', byKey('dps-own', ofGroup('dps-own')));
    await refused('the key of the group', byKey('dps-member', cloud.groupKey));
    const other = { cert: cloud.signedCert, key: cloud.signedKey };
    await refused('the certificate', new X509Security('dps-x509', other));
    await refused('the scope', byKey('dps-own', cloud.ownKey), '0ne00000000');
  });
};
