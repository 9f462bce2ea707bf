// The SDK renews its token by itself: it connects anew with another one, well before the end.
'use strict';

const assert = require('assert');
const { Message } = require('azure-iot-device');
const { connectionString, connect, telemetry } = require('../azure');
const { until, within } = require('../witness');

const DEVICE = 'renewal-1';
const VALID = 8;
const MARGIN = 5; // seconds that a busy machine may take

module.exports = async (cloud, step) => {
  const device = connect(await connectionString(cloud, DEVICE));
  let sent = 0;

  await step('a token is renewed, and the first one ends, without a word of the hub', async () => {
    await device.setOptions({
      tokenRenewal: { tokenValidTimeInSeconds: VALID, tokenRenewalMarginInSeconds: MARGIN },
    });
    await device.open();
    const end = Date.now() + VALID * 1000;
    await until('the end of the first token', async () => {
      await within('the acknowledgement', device.sendEvent(new Message(`${++sent}`)));
      return Date.now() > end;
    });
    assert.ok((await cloud.events('connect', DEVICE)).length >= 3);
    assert.deepStrictEqual(await cloud.events('kick', DEVICE), []);
  });

  await step('every message has arrived', async () => {
    const came = (await telemetry(cloud, DEVICE)).map((each) => each.body);
    for (let i = 1; i <= sent; i++) {
      assert.ok(came.includes(`${i}`), `message ${i} of ${sent} is lost`);
    }
    await device.close();
  });
};
