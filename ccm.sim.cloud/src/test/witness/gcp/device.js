// A device of the registry: tokens of the library jsonwebtoken, MQTT of the library mqtt.
'use strict';

const assert = require('assert');
const { sign } = require('crypto');
const { once } = require('events');
const jwt = require('jsonwebtoken');
const mqtt = require('mqtt');
const { until, within, refusal } = require('../witness');

const HOST = 'us-central1-mqtt.clearblade.com';
const DEVICE = '/devices/ccm-0001';

const now = () => Math.floor(Date.now() / 1000);

module.exports = async (cloud, step) => {
  const token = (claims = {}, key = cloud.deviceKey, algorithm = 'ES256') =>
    jwt.sign({ aud: cloud.project, iat: now(), exp: now() + 3600, ...claims }, key, { algorithm });

  /** The same, signed in the form that most libraries give and tokens must not have. */
  const der = (good) => {
    const text = good.slice(0, good.lastIndexOf('.'));
    return `${text}.${sign('sha256', Buffer.from(text), cloud.deviceKey).toString('base64url')}`;
  };

  /** Connects; an error names the code of the CONNACK. */
  const open = async (password, more = {}) => {
    const client = mqtt.connect({
      protocol: 'mqtts',
      host: HOST,
      port: 8883,
      servername: HOST,
      clientId: cloud.clientId,
      username: 'unused',
      password,
      reconnectPeriod: 0,
      ...more,
    });
    try {
      await within('the connection', once(client, 'connect'));
    } catch (error) {
      client.end(true);
      throw error;
    }
    client.on('error', () => {});
    client.came = [];
    client.on('message', (topic, payload) => client.came.push(`${topic} ${payload}`));
    return client;
  };
  const subscribe = (client, filter) =>
    new Promise((resolve, reject) => {
      client.subscribe(filter, { qos: 1 }, (error, granted) => (error ? reject(error) : resolve(granted)));
    });
  const publish = (client, topic, text, qos = 1) =>
    new Promise((resolve, reject) => {
      client.publish(topic, text, { qos }, (error) => (error ? reject(error) : resolve()));
    });
  /** Fails unless the cloud hangs up after this. */
  const hungUp = async (what, action) => {
    const client = await open(token());
    const gone = once(client, 'close');
    action(client);
    await within(what, gone);
    client.end(true);
  };

  await step('a token by ES256 opens it, and one by RS256', async () => {
    (await open(token())).end(true);
    (await open(token({}, cloud.rsaKey, 'RS256'))).end(true);
  });

  await step('clocks may differ by ten minutes', async () => {
    (await open(token({ iat: now() + 500, exp: now() + 900 }))).end(true);
  });

  await step('wrong tokens are refused with code 4', async () => {
    const wrong = {
      audience: token({ aud: 'other' }),
      audiences: token({ aud: [cloud.project] }),
      expired: token({ iat: now() - 4000, exp: now() - 700 }),
      early: token({ iat: now() + 700 }),
      long: token({ exp: now() + 86_500 }),
      unsigned: token({}, '', 'none'),
      secret: token({}, 'shared', 'HS256'),
      'key of another': token({}, cloud.otherKey),
      none: 'secret',
      padded: `${token()}=`,
      'signature in DER': der(token()),
    };
    for (const [what, password] of Object.entries(wrong)) {
      assert.match((await refusal(what, open(password))).message, /Bad username or password/, what);
    }
  });

  await step('an unknown device is refused', async () => {
    const clientId = cloud.clientId.replace('ccm-0001', 'ccm-0002');
    await refusal('the device', open(token(), { clientId }));
  });

  await step('the configuration comes after each subscription, and when it changes', async () => {
    await cloud.post('/desired', { on: true });
    const client = await open(token());
    await subscribe(client, `${DEVICE}/config`);
    await until('the first', () => client.came.includes(`${DEVICE}/config {"on":true}`));
    await cloud.post('/desired', { on: false });
    await until('the second', () => client.came.includes(`${DEVICE}/config {"on":false}`));
    client.end(true);
  });

  await step('commands come while they are subscribed to, and are lost otherwise', async () => {
    const client = await open(token());
    await refusal('not subscribed', cloud.post('/commands/led', 'on'));
    await subscribe(client, `${DEVICE}/commands/#`);
    await cloud.post('/commands/led', 'on');
    await cloud.post('/commands', 'off');
    await until('both', () => client.came.length === 2);
    assert.deepStrictEqual(client.came, [`${DEVICE}/commands/led on`, `${DEVICE}/commands off`]);
    const before = (await cloud.events('close', cloud.clientId)).length; // of the steps above
    client.end(true);
    await until(
      'the end',
      async () => (await cloud.events('close', cloud.clientId)).length > before,
    );
    await refusal('away', cloud.post('/commands/led', 'on'));
  });

  await step('events and a state arrive', async () => {
    const client = await open(token());
    await publish(client, `${DEVICE}/events`, 'plain');
    await publish(client, `${DEVICE}/events/a/b`, 'in a folder');
    await publish(client, `${DEVICE}/state`, '{"on":1}');
    const told = (await cloud.get('/events')).map((each) => `${each.folder}: ${each.body}`);
    assert.deepStrictEqual(told, [': plain', 'a/b: in a folder']);
    assert.deepStrictEqual((await cloud.get('/shadow')).reported, { on: 1 });
    client.end(true);
  });

  await step('topics of others are refused, or answered by hanging up', async () => {
    const client = await open(token());
    const [granted] = await subscribe(client, '/devices/other/config').catch((error) => [error]);
    assert.strictEqual(granted.qos, 128);
    client.end(true);
    await hungUp('a topic', (each) => each.publish('/devices/other/events', 'x', { qos: 1 }, () => {}));
    await hungUp('QoS 2', (each) => each.publish(`${DEVICE}/events`, 'x', { qos: 2 }, () => {}));
    await hungUp('two states', (each) => {
      each.publish(`${DEVICE}/state`, '{}', { qos: 1 }, () => {});
      each.publish(`${DEVICE}/state`, '{}', { qos: 1 }, () => {});
    });
  });

  await step('a second connection ends the first', async () => {
    const first = await open(token());
    const gone = once(first, 'close');
    const second = await open(token());
    await within('the end', gone);
    second.end(true);
  });

  await step('the connection ends after its token', async () => {
    const end = now() + 5;
    const client = await open(token({ exp: end }));
    await within('the end', once(client, 'close'));
    assert.ok(Date.now() >= end * 1000, 'too early');
  });
};
