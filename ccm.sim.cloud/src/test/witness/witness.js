// Lets the vendors' own device SDKs meet our emulators: node witness.js CLOUD PLACES
//
// CLOUD is a folder beside this file. Each file in it exports an async story (cloud, step), and all
// are told at the same time. PLACES is JSON: `control`, the address of the emulator's control
// interface; `roads`, which name and port of the real cloud leads to which port of this machine; and
// what the stories of that cloud need. One line says what became of each step: "ok STORY: STEP", or
// "not ok STORY: STEP: WHY", and the last line is "end". A story ends with the first step that fails.
'use strict';

const fs = require('fs');
const path = require('path');
const tls = require('tls');

const LONG = 20_000;

/** The emulator as its owner sees it: what a portal or a service SDK would do to the real cloud. */
class Cloud {
  constructor(places) {
    Object.assign(this, places);
  }

  async ask(method, where, body) {
    const answer = await fetch(this.control + where, {
      method,
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${where}: ${answer.status} ${text}`);
    }
    return JSON.parse(text);
  }

  get(where) {
    return this.ask('GET', where);
  }

  post(where, body = '') {
    return this.ask('POST', where, body);
  }

  /** What happened at the server to one client: {kind, who, what, text} each. */
  async events(kind, who) {
    const all = await this.get('/messages');
    return all.filter((event) => event.kind === kind && event.who === who);
  }
}

/** Waits until something is true, and returns it. */
async function until(what, check, limit = LONG) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await check();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${limit} ms in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

class Late extends Error {}

/** A promise that fails when it takes too long. */
function within(what, promise, limit = LONG) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Late(`waited ${limit} ms in vain: ${what}`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The error that something ends with; fails when it ends well, or not at all. */
async function refusal(what, promise, limit = LONG) {
  try {
    await within(what, promise, limit);
  } catch (error) {
    if (error instanceof Late) {
      throw error;
    }
    return error;
  }
  throw new Error(`${what}: was not refused`);
}

/** Names of the real clouds lead to the emulators; everything else of a connection is the SDK's. */
function pave(roads) {
  const connect = tls.connect;
  tls.connect = (...given) => {
    const options = given[0];
    const port = roads[`${options.host || options.hostname}:${options.port}`];
    if (port === undefined) {
      throw new Error(`no road leads to ${options.host}:${options.port}`);
    }
    const servername = options.servername || options.host;
    return connect({ ...options, host: '127.0.0.1', port, path: undefined, servername }, ...given.slice(1));
  };
}

/** Tells one story to its end or its first failure; true when all was well. */
async function tell(name, story, cloud) {
  let current = 'begins';
  const begin = Date.now();
  try {
    await story(cloud, async (step, action) => {
      current = step;
      await within(step, action(), 2 * LONG);
      console.log(`ok ${name}: ${step} # ${Date.now() - begin} ms`);
    });
    return true;
  } catch (error) {
    const why = `${error.name}: ${error.message}`.replace(/\s+/g, ' ');
    console.log(`not ok ${name}: ${current}: ${why}`);
    return false;
  }
}

async function main(folder, places) {
  const cloud = new Cloud(JSON.parse(places));
  pave(cloud.roads);
  const files = fs.readdirSync(path.join(__dirname, folder)).filter((file) => file.endsWith('.js'));
  const ends = files.map((file) =>
    tell(path.basename(file, '.js'), require(path.join(__dirname, folder, file)), cloud),
  );
  const well = (await Promise.all(ends)).every((end) => end);
  console.log('end');
  process.exit(well ? 0 : 1); // an SDK may still hold a timer
}

module.exports = { until, within, refusal };
if (require.main === module) {
  main(process.argv[2], process.argv[3]);
}
