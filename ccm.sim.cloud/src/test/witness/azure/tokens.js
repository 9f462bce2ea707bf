// Connections end: with their token, with another of the same name, with the device.
'use strict';

const assert = require('assert');
const { once } = require('events');
const { Client, Message, SharedAccessSignature } = require('azure-iot-device');
const { Mqtt } = require('azure-iot-device-mqtt');
const { NoRetry } = require('azure-iot-common');
const { HOST, connectionString, connect } = require('../azure');
const { until } = require('../witness');

module.exports = async (cloud, step) => {
  await step('a second connection of a device ends the first', async () => {
    const text = await connectionString(cloud, 'tokens-3');
    const first = connect(text);
    const second = connect(text);
    await first.open();
    const gone = once(first, 'disconnect');
    await second.open();
    await gone;
    await second.sendEvent(new Message('still here'));
    await second.close();
  });

  await step('a message that came while the device was away waits for it', async () => {
    const text = await connectionString(cloud, 'tokens-4');
    const first = connect(text);
    first.on('message', () => {});
    await first.open();
    await until('the subscription', async () => {
      const own = (await cloud.get('/sessions')).find((each) => each.client === 'tokens-4');
      return Object.keys(own.subscriptions).length === 1;
    });
    await first.close();
    await cloud.post('/messages/tokens-4', 'you were away');
    const second = connect(text);
    const arrival = once(second, 'message');
    await second.open();
    const [message] = await arrival;
    assert.strictEqual(message.getData().toString(), 'you were away');
    await second.complete(message);
    await until('settled', async () => (await cloud.get('/messages/tokens-4')).pending === 0);
    await second.close();
  });

  await step('a device that is deleted is thrown out', async () => {
    const device = connect(await connectionString(cloud, 'tokens-5'));
    await device.open();
    const gone = once(device, 'disconnect');
    await cloud.ask('DELETE', '/devices/tokens-5');
    await gone;
  });

  await step('the hub hangs up when a token ends that nobody renews', async () => {
    const text = await connectionString(cloud, 'tokens-2');
    const end = Math.floor(Date.now() / 1000) + 5;
    const token = SharedAccessSignature.create(HOST, 'tokens-2', text.split('SharedAccessKey=')[1], end);
    const device = Client.fromSharedAccessSignature(token.toString(), Mqtt);
    device.setRetryPolicy(new NoRetry());
    await device.open();
    await once(device, 'disconnect');
    assert.ok(Date.now() >= end * 1000, 'too early');
    const [kick] = await cloud.events('kick', 'tokens-2');
    assert.match(kick.what, /token has ended/);
  });
};
