// The shadow of a thing, by the SDK's class for shadows; named ones by its plain device.
'use strict';

const assert = require('assert');
const { once } = require('events');
const iot = require('aws-iot-device-sdk');
const { options, connected, device, listen, publish } = require('../aws');
const { until } = require('../witness');

const THING = 'ccm-0001';

module.exports = async (cloud, step) => {
  const thing = iot.thingShadow(options(cloud, 'thing', THING));
  const deltas = [];
  thing.on('delta', (name, delta) => deltas.push(delta));

  /** What becomes of an operation: {status, state}. */
  const operate = async (operation, state) => {
    const answer = once(thing, 'status');
    const token = state === undefined ? thing[operation](THING) : thing[operation](THING, state);
    assert.ok(token, `${operation} was not begun`);
    const [, status, echoed, document] = await answer;
    assert.strictEqual(echoed, token);
    return { status, document };
  };
  const register = (settings) =>
    new Promise((resolve, reject) => {
      thing.register(THING, settings, (error, failed) =>
        error || failed ? reject(new Error(error || 'not granted')) : resolve());
    });

  await step('a thing connects by its certificate and asks for its shadow', async () => {
    await connected(thing);
    await register({ qos: 1 });
  });

  await step('a shadow that is not there is rejected with 404', async () => {
    const { status, document } = await operate('get');
    assert.strictEqual(status, 'rejected');
    assert.strictEqual(document.code, 404);
    assert.match(document.message, /No shadow exists with name: '/);
  });

  await step('an update is accepted with what it said, its times and a version', async () => {
    const { status, document } = await operate('update', {
      state: { reported: { on: false, led: { red: 1 }, list: [1, 2] } },
    });
    assert.strictEqual(status, 'accepted');
    assert.deepStrictEqual(document.state, { reported: { on: false, led: { red: 1 }, list: [1, 2] } });
    assert.strictEqual(document.version, 1);
    assert.ok(Math.abs(document.metadata.reported.led.red.timestamp - Date.now() / 1000) < 60);
    assert.deepStrictEqual(deltas, []);
  });

  await step('what is desired and not reported comes as a delta, all of it again each time', async () => {
    await cloud.post('/desired', { on: true });
    await until('the first delta', () => deltas.length === 1);
    assert.deepStrictEqual(deltas[0].state, { on: true });
    assert.strictEqual(deltas[0].version, 2);
    await cloud.post('/desired', { rate: 5, led: { red: 1 } });
    await until('the second delta', () => deltas.length === 2);
    assert.deepStrictEqual(deltas[1].state, { on: true, rate: 5 });
    await operate('update', { state: { reported: { on: true } } });
    await until('the echo', () => deltas.length === 3);
    assert.deepStrictEqual(deltas[2].state, { rate: 5 });
  });

  await step('the whole shadow is read, with the delta', async () => {
    const { status, document } = await operate('get');
    assert.strictEqual(status, 'accepted');
    assert.deepStrictEqual(document.state, {
      desired: { on: true, rate: 5, led: { red: 1 } },
      reported: { on: true, led: { red: 1 }, list: [1, 2] },
      delta: { rate: 5 },
    });
    assert.strictEqual(document.version, 4);
  });

  await step('null deletes, and nothing is said when no difference is left', async () => {
    const before = deltas.length;
    const { document } = await operate('update', { state: { reported: { rate: 5, list: null } } });
    assert.strictEqual(document.version, 5);
    const read = await operate('get');
    assert.deepStrictEqual(read.document.state.reported, { on: true, led: { red: 1 }, rate: 5 });
    assert.strictEqual(read.document.state.delta, undefined);
    assert.strictEqual(deltas.length, before);
  });

  await step('an update of another version is rejected with 409', async () => {
    thing.unregister(THING);
    await register({ qos: 1, ignoreDeltas: true, persistentSubscribe: false });
    await operate('get'); // now the SDK sends the version that it knows
    await cloud.post('/desired', { rate: 6 });
    const { status, document } = await operate('update', { state: { reported: { rate: 7 } } });
    assert.strictEqual(status, 'rejected');
    assert.strictEqual(document.code, 409);
  });

  await step('bad updates are rejected with 400 and 413', async () => {
    thing.unregister(THING);
    await register({ qos: 1, enableVersioning: false });
    const code = async (state) => (await operate('update', state)).document.code;
    assert.strictEqual(await code({}), 400);
    assert.strictEqual(await code({ state: { reported: 'text' } }), 400);
    let deep = {};
    for (let i = 0; i < 9; i++) {
      deep = { deep };
    }
    assert.strictEqual(await code({ state: { reported: deep } }), 400);
    assert.strictEqual(await code({ state: { reported: { text: 'x'.repeat(9_000) } } }), 413);
  });

  await step('a shadow that is deleted is gone, and its version goes on', async () => {
    const { status } = await operate('delete');
    assert.strictEqual(status, 'accepted');
    assert.strictEqual((await operate('get')).document.code, 404);
    const { document } = await operate('update', { state: { reported: { on: 1 } } });
    assert.strictEqual(document.version, 7);
  });

  await step('a named shadow is another', async () => {
    const plain = await device(cloud, 'named', 'named');
    const prefix = '$aws/things/named/shadow/name/lamp';
    const came = await listen(plain, [`${prefix}/get/+`, `${prefix}/update/accepted`]);
    await publish(plain, `${prefix}/get`, '');
    await until('the rejection', () => came.length === 1);
    assert.strictEqual(came[0].topic, `${prefix}/get/rejected`);
    assert.strictEqual(came[0].body.code, 404);
    await publish(plain, `${prefix}/update`, { state: { reported: { on: 1 } }, clientToken: 't' });
    await until('the answer', () => came.length === 2);
    assert.strictEqual(came[1].body.clientToken, 't');
    assert.strictEqual(came[1].body.version, 1);
    plain.end(true);
  });
};
