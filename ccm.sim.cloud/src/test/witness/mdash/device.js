// A device of mDash: JSON-RPC over the library ws. Its user comes by REST, with Node's own client.
'use strict';

const assert = require('assert');
const { once } = require('events');
const WebSocket = require('ws');
const { until, within, refusal } = require('../witness');

const BASE = 'https://mdash.net/api/v2';
const SOCKET = 'wss://mdash.net/api/v2';
const DEVICE = 'ccm-0001';

/** A device that answers some methods. */
class Device {
  constructor(socket) {
    this.socket = socket;
    this.told = []; // notifications
    this.methods = {};
    this.waiting = new Map();
    socket.on('message', (text) => this.take(JSON.parse(text)));
  }

  static async open(token, protocol = 'json-rpc') {
    const headers = { Authorization: `Bearer ${token}`, Origin: 'https://device' };
    const socket = new WebSocket(`${SOCKET}/rpc`, protocol, { headers });
    await within('the connection', once(socket, 'open'));
    return new Device(socket);
  }

  take(frame) {
    if (frame.method === undefined) {
      this.waiting.get(frame.id)(frame);
    } else if (frame.id === undefined) {
      this.told.push(frame);
    } else {
      const method = this.methods[frame.method];
      const answer = method
        ? { result: method(frame.params) }
        : { error: { code: -32601, message: `no ${frame.method}` } };
      this.socket.send(JSON.stringify({ id: frame.id, ...answer }));
    }
  }

  notify(method, params) {
    this.socket.send(JSON.stringify({ method, params }));
  }

  /** The whole answer to a call. */
  async call(method, params) {
    const id = this.waiting.size + 1;
    const answer = new Promise((resolve) => this.waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params }));
    return within(method, answer);
  }
}

module.exports = async (cloud, step) => {
  const user = async (method, path, body, key = cloud.apiKey) => {
    const headers = { Authorization: `Bearer ${key}` };
    const text = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
    const answer = await fetch(BASE + path, { method, headers, body: text });
    return { status: answer.status, body: await answer.json() };
  };
  let device;

  await step('wrong tokens are refused when the socket is opened', async () => {
    assert.match((await refusal('the token', Device.open('wrong'))).message, /40[13]/);
    const none = new WebSocket(`${SOCKET}/rpc`);
    assert.match((await refusal('no token', once(none, 'open'))).message, /40[13]/);
  });

  await step('a device comes by its token, and its heart beats', async () => {
    device = await Device.open(cloud.token);
    assert.strictEqual((await device.call('Dash.Heartbeat', { uptime: 1 })).result, true);
    assert.strictEqual((await user('GET', `/devices/${DEVICE}`)).body.online, true);
  });

  await step('what it reports is in its shadow', async () => {
    device.notify('Dash.Shadow.Update', { state: { reported: { on: false, led: { red: 1 }, x: 1 } } });
    device.notify('Dash.Shadow.Update', { state: { reported: { x: null } } });
    const { result } = await device.call('Dash.Shadow.Get');
    const state = result.state || result;
    assert.deepStrictEqual(state.reported, { on: false, led: { red: 1 } });
    assert.strictEqual(state.tags, undefined);
    const bad = await device.call('Dash.Shadow.Update', { state: { reported: 'text' } });
    assert.ok(bad.error.code);
  });

  await step('what its user desires comes as a delta, until it is reported', async () => {
    const want = (desired) => user('POST', `/devices/${DEVICE}`, { shadow: { state: { desired } } });
    const deltas = () =>
      device.told
        .filter((frame) => frame.method === 'Shadow.Delta')
        .map((frame) => (frame.params.state ? frame.params.state : frame.params));
    await want({ on: true, led: { red: 1 } });
    await until('the delta', () => deltas().length === 1);
    assert.deepStrictEqual(deltas()[0], { on: true });
    await device.call('Dash.Shadow.Update', { state: { reported: { on: true } } });
    await want({ rate: 5 });
    await until('the second delta', () => deltas().length === 2);
    assert.deepStrictEqual(deltas()[1], { rate: 5 });
    const { result } = await device.call('Dash.Shadow.Get');
    assert.deepStrictEqual((result.state || result).delta, { rate: 5 });
  });

  await step('it is called, and answers with a result or an error', async () => {
    device.methods.Sum = ([a, b]) => a + b;
    assert.deepStrictEqual(await user('POST', `/devices/${DEVICE}/rpc/Sum`, [2, 3]), {
      status: 200,
      body: 5,
    });
    const unknown = await user('GET', `/devices/${DEVICE}/rpc/Nothing`);
    assert.notStrictEqual(unknown.status, 200);
    assert.strictEqual(unknown.body.error.code, -32601);
  });

  await step('a method that mDash does not have is an error, not silence', async () => {
    assert.strictEqual((await device.call('No.Such', {})).error.code, -32601);
  });

  await step('firmware comes in chunks, whole and in order', async () => {
    const firmware = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7) % 251));
    const chunks = [];
    const steps = [];
    device.methods['OTA.Begin'] = (params) => steps.push(`begin ${params.size}`) > 0;
    device.methods['OTA.Write'] = ({ data }) => chunks.push(Buffer.from(data, 'base64')) > 0;
    device.methods['OTA.End'] = () => steps.push('end') > 0;
    const form = new FormData();
    form.append('file', new Blob([firmware]), 'fw.zip');
    assert.strictEqual((await user('POST', `/devices/${DEVICE}/ota`, form)).status, 200);
    assert.deepStrictEqual(steps, ['begin 20000', 'end']);
    assert.ok(chunks.every((chunk) => chunk.length >= 1 && chunk.length <= 4096));
    assert.ok(Buffer.concat(chunks).equals(firmware));
  });

  await step('users are told who comes and what is said', async () => {
    const told = [];
    const ear = new WebSocket(`${SOCKET}/notify?access_token=${cloud.apiKey}`);
    ear.on('message', (text) => told.push(JSON.parse(text)));
    await once(ear, 'open');
    device.notify('My.Event', { v: 1 });
    await until('the notice', () => told.some((notice) => notice.name === 'rpc.out.My.Event'));
    const notice = told.find((each) => each.name === 'rpc.out.My.Event');
    assert.deepStrictEqual(notice, { name: 'rpc.out.My.Event', id: DEVICE, data: { v: 1 } });
    ear.terminate();
  });

  await step('users need a key', async () => {
    assert.strictEqual((await user('GET', '/devices', undefined, 'wrong')).status, 401);
  });

  await step('a second socket takes the place of the first', async () => {
    const gone = once(device.socket, 'close');
    const second = await Device.open(cloud.token, 'dash.mongoose-os.com');
    await within('the end', gone);
    assert.strictEqual((await second.call('Dash.Heartbeat', {})).result, true);
    second.socket.close();
    await until('offline', async () => (await user('GET', `/devices/${DEVICE}`)).body.online === false);
    assert.notStrictEqual((await user('POST', `/devices/${DEVICE}/rpc/Sum`, [2, 3])).status, 200);
  });
};
