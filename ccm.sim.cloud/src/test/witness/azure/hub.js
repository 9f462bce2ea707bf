// A device with a key: telemetry, messages, twin, direct methods.
'use strict';

const assert = require('assert');
const { once } = require('events');
const { Message } = require('azure-iot-device');
const { connectionString, connect, callMethod, telemetry } = require('../azure');
const { until, refusal } = require('../witness');

module.exports = async (cloud, step) => {
  const device = connect(await connectionString(cloud, 'hub-1'));
  let twin;

  await step('a connection string opens the hub', () => device.open());

  await step('telemetry arrives with its properties', async () => {
    const message = new Message(JSON.stringify({ v: 1 }));
    message.contentType = 'application/json';
    message.contentEncoding = 'utf-8';
    message.messageId = 'm 1/2';
    message.properties.add('topic', 'a/b c&d=ü');
    await device.sendEvent(message);
    const [told] = await telemetry(cloud, 'hub-1');
    assert.deepStrictEqual(JSON.parse(told.body), { v: 1 });
    assert.deepStrictEqual(told.properties, {
      '$.mid': 'm 1/2',
      '$.ct': 'application/json',
      '$.ce': 'utf-8',
      topic: 'a/b c&d=ü',
    });
  });

  await step('a message of the cloud arrives and is settled', async () => {
    const arrival = once(device, 'message');
    await until('the subscription', async () => {
      const sessions = await cloud.get('/sessions');
      const own = sessions.find((each) => each.client === 'hub-1');
      return 'devices/hub-1/messages/devicebound/#' in own.subscriptions;
    });
    await cloud.post('/messages/hub-1?color=deep%20red&%24.cid=c1', 'Hello');
    const [message] = await arrival;
    assert.strictEqual(message.getData().toString(), 'Hello');
    assert.strictEqual(message.properties.getValue('color'), 'deep red');
    assert.strictEqual(message.correlationId, 'c1');
    assert.ok(message.messageId);
    await device.complete(message);
    await until('nothing pending', async () => (await cloud.get('/messages/hub-1')).pending === 0);
  });

  await step('the twin is read', async () => {
    await cloud.ask('PUT', '/twins/hub-1', { properties: { desired: { on: true } } });
    twin = await device.getTwin();
    assert.strictEqual(twin.properties.desired.on, true);
    assert.strictEqual(twin.properties.desired.$version, 2);
    assert.strictEqual(twin.properties.reported.$version, 1);
  });

  const report = (patch) =>
    new Promise((resolve, reject) => {
      twin.properties.reported.update(patch, (error) => (error ? reject(error) : resolve()));
    });

  await step('what is reported is merged', async () => {
    await report({ on: true, led: { red: 1, green: 2 }, list: [1, { a: 2 }] });
    await report({ on: null, led: { red: 7 } });
    const { reported } = await cloud.get('/twins/hub-1');
    assert.deepStrictEqual(reported, { led: { red: 7, green: 2 }, list: [1, { a: 2 }], $version: 3 });
  });

  await step('a key with a dot, and a twin too deep, are refused', async () => {
    assert.match((await refusal('the key', report({ 'a.b': 1 }))).message, /a\.b/);
    let deep = 1;
    for (let i = 0; i < 11; i++) {
      deep = { deep };
    }
    assert.match((await refusal('the depth', report(deep))).message, /deeper/);
    assert.strictEqual((await cloud.get('/twins/hub-1')).reported.$version, 3);
  });

  await step('what is desired arrives as a patch with its version', async () => {
    const patches = [];
    twin.on('properties.desired', (patch) => patches.push(patch));
    await until('the subscription', async () => {
      const own = (await cloud.get('/sessions')).find((each) => each.client === 'hub-1');
      return '$iothub/twin/PATCH/properties/desired/#' in own.subscriptions;
    });
    await cloud.ask('PATCH', '/twins/hub-1', { properties: { desired: { on: null, rate: 5 } } });
    await until('the patch', () => patches.some((patch) => patch.rate === 5));
    const last = patches[patches.length - 1];
    assert.deepStrictEqual(last, { on: null, rate: 5, $version: 3 });
    assert.strictEqual(twin.properties.desired.on, undefined);
    assert.strictEqual(twin.properties.desired.rate, 5);
  });

  await step('a direct method is answered with status and payload', async () => {
    device.onDeviceMethod('Sys.Reboot', (request, response) => {
      response.send(207, { got: request.payload, id: typeof request.requestId });
    });
    await until('the subscription', async () => {
      const own = (await cloud.get('/sessions')).find((each) => each.client === 'hub-1');
      return '$iothub/methods/POST/#' in own.subscriptions;
    });
    const answer = await callMethod(cloud, 'hub-1', 'Sys.Reboot', { delay: 1 });
    assert.strictEqual(answer.status, 207);
    assert.deepStrictEqual(JSON.parse(answer.payload), { got: { delay: 1 }, id: 'string' });
  });

  await step('a method that nobody answers ends with 504', async () => {
    const answer = await callMethod(cloud, 'hub-1', 'Unknown', {}, 1);
    assert.strictEqual(answer.status, 504);
  });

  await step('a method of a device that is away ends with 404', async () => {
    await device.close();
    const answer = await callMethod(cloud, 'hub-1', 'Sys.Reboot', {});
    assert.strictEqual(answer.status, 404);
  });
};
