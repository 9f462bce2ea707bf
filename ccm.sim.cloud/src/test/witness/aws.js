// What the stories of AWS share.
'use strict';

const { once } = require('events');
const iot = require('aws-iot-device-sdk');
const { within } = require('./witness');

const HOST = 'ccm-ats.iot.us-east-1.amazonaws.com';

/** The options of the SDK for who has this certificate: NAMECert and NAMEKey of the places. */
function options(cloud, name, clientId, more = {}) {
  return {
    host: HOST,
    clientId,
    caCert: Buffer.from(cloud.authority),
    clientCert: Buffer.from(cloud[`${name}Cert`]),
    privateKey: Buffer.from(cloud[`${name}Key`]),
    baseReconnectTimeMs: 60_000, // a failure is to be told, not mended
    minimumConnectionTimeMs: 60_000,
    ...more,
  };
}

/** One of the SDK's clients once it is connected; fails when it is refused. */
async function connected(client) {
  const refused = once(client, 'close').then(() => Promise.reject(new Error('closed')));
  refused.catch(() => {});
  try {
    await within('the connection', Promise.race([once(client, 'connect'), refused]));
  } catch (error) {
    client.end(true);
    throw error;
  }
  client.on('error', () => {}); // a step that fails by it waits for something in vain
  return client;
}

function device(cloud, name, clientId, more) {
  return connected(iot.device(options(cloud, name, clientId, more)));
}

/** Subscribes; returns a list that takes what arrives, as {topic, body}. */
async function listen(client, filters) {
  const came = [];
  client.on('message', (topic, payload) => {
    came.push({ topic, body: payload.length === 0 ? null : JSON.parse(payload.toString()) });
  });
  await new Promise((resolve, reject) => {
    client.subscribe(filters, { qos: 1 }, (error) => (error ? reject(error) : resolve()));
  });
  return came;
}

/** Publishes with QoS 1 and waits for the acknowledgement. */
function publish(client, topic, body, qos = 1) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    client.publish(topic, text, { qos }, (error) => (error ? reject(error) : resolve()));
  });
}

module.exports = { HOST, options, connected, device, listen, publish };
