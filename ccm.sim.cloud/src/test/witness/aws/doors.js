// Who is let in by which door, and who is thrown out.
'use strict';

const assert = require('assert');
const { once } = require('events');
const mqtt = require('mqtt');
const { HOST, device, connected, listen, publish } = require('../aws');
const { refusal, within, until } = require('../witness');

const ALPN = { port: 443, ALPNProtocols: ['x-amzn-mqtt-ca'] };

module.exports = async (cloud, step) => {
  /** Fails unless the cloud hangs up after this. */
  const hungUp = async (what, action) => {
    const client = await device(cloud, 'doors', 'doors');
    const gone = once(client, 'close');
    action(client);
    await within(what, gone);
    client.end(true);
  };

  await step('port 443 with ALPN is as good as 8883', async () => {
    const client = await device(cloud, 'doors', 'doors', ALPN);
    const came = await listen(client, ['t/+']);
    await publish(client, 't/1', { v: 1 });
    await until('the message', () => came.length === 1);
    assert.deepStrictEqual(came[0], { topic: 't/1', body: { v: 1 } });
    client.end(true);
  });

  await step('port 443 without ALPN, or with that of others, is closed', async () => {
    await refusal('without', device(cloud, 'doors', 'doors', { port: 443 }));
    await refusal('of others', device(cloud, 'doors', 'doors', { ...ALPN, ALPNProtocols: ['mqtt'] }));
    const told = (await cloud.events('policy', 'doors')).map((event) => event.what);
    assert.deepStrictEqual(told, ['ALPN is ""', 'ALPN is "mqtt"']);
  });

  await step('a certificate of another authority, or one that is not registered, is refused', async () => {
    await refusal('foreign', device(cloud, 'foreign', 'doors'));
    await refusal('unregistered', device(cloud, 'unregistered', 'doors'));
    await refusal('revoked', device(cloud, 'revoked', 'revoked'));
  });

  await step('a cloud of another authority is not spoken to', async () => {
    const other = { caCert: Buffer.from(cloud.foreignAuthority) };
    const error = await refusal('the authority', device(cloud, 'doors', 'doors', other));
    assert.match(error.message, /self-signed certificate/);
  });

  await step('a policy refuses the name of another thing', async () => {
    const error = await refusal('the name', device(cloud, 'doors', 'named'));
    assert.match(error.message, /Connection refused/);
    const [told] = await cloud.events('policy', 'named');
    assert.match(told.what, /iot:Connect/);
  });

  await step('a policy hangs up on a topic of others, without a word', async () => {
    const client = await device(cloud, 'claim', 'claimant');
    const gone = once(client, 'close');
    client.publish('somewhere/else', 'x', { qos: 1 }, () => {});
    await within('the end', gone);
    client.end(true);
  });

  await step('a second connection of a name ends the first', async () => {
    const first = await device(cloud, 'doors', 'doors');
    const gone = once(first, 'close');
    const second = await device(cloud, 'doors', 'doors');
    await within('the end', gone);
    first.end(true);
    await publish(second, 't/2', { still: 'here' });
    second.end(true);
  });

  await step('too much is answered by hanging up', async () => {
    await hungUp('QoS 2', (client) => client.publish('t/q', 'x', { qos: 2 }, () => {}));
    await hungUp('128 KiB', (client) => client.publish('t/l', 'x'.repeat(131_073), { qos: 1 }, () => {}));
    await hungUp('slashes', (client) => client.publish('1/2/3/4/5/6/7/8/9', 'x', { qos: 1 }, () => {}));
    const nine = Array.from({ length: 9 }, (_, i) => `f/${i}`);
    await hungUp('nine filters', (client) => client.subscribe(nine, { qos: 1 }, () => {}));
  });

  await step('a filter with # does not match its parent', async () => {
    const client = await device(cloud, 'doors', 'doors');
    const came = await listen(client, ['parent/#']);
    await publish(client, 'parent', {});
    await publish(client, 'parent/child', {});
    await until('the child', () => came.length > 0);
    assert.deepStrictEqual(came.map((each) => each.topic), ['parent/child']);
    client.end(true);
  });

  const authorized = (username) =>
    connected(
      mqtt.connect({
        protocol: 'mqtts',
        host: HOST,
        port: 443,
        servername: HOST,
        ALPNProtocols: ['mqtt'],
        clientId: 'authorized',
        username,
        reconnectPeriod: 0,
      }),
    );

  await step('a custom authorizer lets in who says its token, and no others', async () => {
    const good = await authorized('me?x-amz-customauthorizer-name=gate&token=open%20sesame');
    await publish(good, 't/3', {});
    good.end(true);
    for (const bad of [
      'me?x-amz-customauthorizer-name=gate&token=close',
      'me?x-amz-customauthorizer-name=wall&token=open%20sesame',
      'me',
    ]) {
      assert.match((await refusal(bad, authorized(bad))).message, /Connection refused/);
    }
  });
};
