// IBM's own SDK as a device, as an application, and as a device that is managed.
'use strict';

const assert = require('assert');
const { once } = require('events');
const { IotfApplication, IotfDevice, IotfManagedDevice } = require('ibmiotf');
const { until, within, refusal } = require('../witness');

const ORG = 'ccmsim';

module.exports = async (cloud, step) => {
  const config = (more = {}) => ({
    org: ORG,
    type: 'mos',
    id: 'ccm-0001',
    'auth-method': 'token',
    'auth-token': cloud.token,
    ...more,
  });
  /** Connects; fails with the error of the CONNACK. */
  const open = async (client) => {
    client.log.setLevel('silent');
    const failed = once(client, 'disconnect').then(() => Promise.reject(new Error('closed')));
    failed.catch(() => {});
    client.connect();
    try {
      await within('the connection', Promise.race([once(client, 'connect'), failed]));
    } catch (error) {
      client.mqtt.end(true);
      throw error;
    }
    client.on('error', () => {});
    return client;
  };
  const subscribed = (filter) =>
    until(filter, async () =>
      (await cloud.get('/sessions')).some((each) => each.connected && filter in each.subscriptions));
  const publish = (client, event, body, qos = 1) =>
    new Promise((resolve, reject) => {
      client.publish(event, 'json', body, qos, (error) => (error ? reject(error) : resolve()));
    });
  let application;
  let device;

  await step('an application comes by an API key', async () => {
    const key = { org: ORG, id: 'witness', 'auth-key': cloud.apiKey, 'auth-token': cloud.apiToken };
    application = await open(new IotfApplication(key));
    const wrong = new IotfApplication({ ...key, 'auth-token': 'wrong' });
    assert.match((await refusal('the token', open(wrong))).message, /Not authorized/);
    application.subscribeToDeviceEvents('mos', 'ccm-0001', '+', 'json');
    await subscribed('iot-2/type/mos/id/ccm-0001/evt/+/fmt/json');
  });

  await step('a device comes by its token, and by no other', async () => {
    device = await open(new IotfDevice(config()));
    const wrong = new IotfDevice(config({ 'auth-token': 'wrong' }));
    assert.match((await refusal('the token', open(wrong))).message, /Not authorized/);
    const unknown = new IotfDevice(config({ id: 'ccm-0002' }));
    assert.match((await refusal('the device', open(unknown))).message, /Not authorized/);
  });

  await step('an event arrives at the application', async () => {
    const arrival = once(application, 'deviceEvent');
    await publish(device, 'status', { d: { on: true } });
    const [type, id, event, form, payload] = await within('the event', arrival);
    assert.deepStrictEqual([type, id, event, form], ['mos', 'ccm-0001', 'status', 'json']);
    assert.deepStrictEqual(JSON.parse(payload), { d: { on: true } });
    const [kept] = await cloud.get('/events');
    assert.strictEqual(kept.event, 'status');
  });

  await step('events of each QoS are taken', async () => {
    await publish(device, 'twice', {}, 2);
    await publish(device, 'never', {}, 0);
    await until('both', async () => (await cloud.get('/events')).length === 3);
  });

  await step('a command of the application arrives at the device', async () => {
    await subscribed('iot-2/cmd/+/fmt/+');
    const arrival = once(device, 'command');
    application.publishDeviceCommand('mos', 'ccm-0001', 'led', 'json', { on: 1 });
    const [name, form, payload] = await within('the command', arrival);
    assert.deepStrictEqual([name, form, JSON.parse(payload)], ['led', 'json', { on: 1 }]);
  });

  await step('more than 131072 bytes cost a device its connection', async () => {
    const gone = once(device, 'disconnect');
    device.publish('large', 'text', 'x'.repeat(131_073), 1, () => {});
    await within('the end', gone);
    device.mqtt.end(true);
  });

  let managed;
  const answered = async (request) => {
    for (;;) {
      const [answer] = await within('the answer', once(managed, 'dmResponse'));
      if (answer.reqId === request) {
        return answer.rc;
      }
    }
  };

  await step('a device that manages itself is answered', async () => {
    managed = await open(new IotfManagedDevice(config()));
    await subscribed('iotdm-1/#');
    assert.strictEqual(await answered(managed.addLog('not yet', 0)), 403);
    assert.strictEqual(await answered(managed.manage(3600, true, true)), 200);
    assert.deepStrictEqual((await cloud.get('/managed')).supports, {
      deviceActions: true,
      firmwareActions: true,
    });
    assert.strictEqual(await answered(managed.updateLocation(50, 8)), 200);
    assert.strictEqual(await answered(managed.addErrorCode(7)), 200);
    assert.strictEqual(await answered(managed.addLog('hello', 1, 'ZGF0YQ==')), 200);
    assert.strictEqual(await answered(managed.clearErrorCodes()), 200);
  });

  await step('it is asked to start anew', async () => {
    const asked = once(managed, 'dmAction');
    await cloud.post('/actions/reboot');
    const [request] = await within('the request', asked);
    assert.ok(managed.isRebootAction(request));
    managed.respondDeviceAction(request, managed.RESPONSECODE.ACCEPTED);
  });

  await step('it gets firmware, told in as many notices as the SDK sends', async () => {
    const { FIRMWARESTATE, FIRMWAREUPDATESTATE } = managed;
    managed.on('firmwareDownload', (firmware) => {
      assert.strictEqual(firmware.uri, 'https://somewhere/fw.zip');
      setTimeout(() => {
        managed.changeState(FIRMWARESTATE.DOWNLOADING);
        managed.changeState(FIRMWARESTATE.DOWNLOADED);
      }, 50);
    });
    managed.on('firmwareUpdate', () => {
      setTimeout(() => {
        managed.changeUpdateState(FIRMWAREUPDATESTATE.IN_PROGRESS);
        managed.changeUpdateState(FIRMWAREUPDATESTATE.SUCCESS);
        managed.changeState(FIRMWARESTATE.IDLE);
      }, 50);
    });
    await cloud.post('/firmware', { version: '2', name: 'fw', uri: 'https://somewhere/fw.zip', verifier: '' });
    await until('the update', async () => {
      const { stage, reason } = await cloud.get('/firmware');
      assert.notStrictEqual(stage, 'FAILED', reason);
      return stage === 'SUCCEEDED';
    });
  });

  await step('an image that cannot be fetched ends the update', async () => {
    const { FIRMWARESTATE, FIRMWAREUPDATESTATE } = managed;
    managed.removeAllListeners('firmwareDownload');
    managed.on('firmwareDownload', () => {
      setTimeout(() => {
        managed.changeUpdateState(FIRMWAREUPDATESTATE.CONNECTION_LOST);
        managed.changeState(FIRMWARESTATE.IDLE);
      }, 50);
    });
    await cloud.post('/firmware', { version: '3', name: 'fw', uri: 'https://nowhere/fw.zip', verifier: '' });
    await until('the failure', async () => (await cloud.get('/firmware')).stage === 'FAILED');
    assert.match((await cloud.get('/firmware')).reason, /updateStatus 3/);
  });

  await step('it may give up being managed', async () => {
    assert.strictEqual(await answered(managed.unmanage()), 200);
    assert.deepStrictEqual(await cloud.get('/managed'), {});
    managed.disconnect();
    application.disconnect();
  });
};
