// Fleet provisioning: a claim becomes a thing.
'use strict';

const assert = require('assert');
const { execFileSync } = require('child_process');
const { device, listen, publish } = require('../aws');
const { until } = require('../witness');

const BY_REQUEST = '$aws/certificates/create-from-csr/json';
const TEMPLATE = '$aws/provisioning-templates/fleet/provision/json';

const REQUEST = 'req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=fleet'.split(' ');

/** One of several parts in a text. */
function pem(text, what) {
  return new RegExp(`-----BEGIN ${what}-----[^]*-----END ${what}-----`).exec(text)[0];
}

module.exports = async (cloud, step) => {
  let claim;
  let came;
  let given;
  let newKey;
  const ask = async (topic, body) => {
    came.length = 0;
    await publish(claim, topic, body);
    return until('the answer', () => came[0]);
  };

  await step('a claim gets a certificate for a key of its own', async () => {
    claim = await device(cloud, 'claim', 'fleet-claim');
    came = await listen(
      claim,
      [BY_REQUEST, TEMPLATE].flatMap((topic) => [`${topic}/accepted`, `${topic}/rejected`]),
    );
    const made = execFileSync('openssl', [...REQUEST, '-keyout', '-'], { stdio: 'pipe' }).toString();
    const certificateSigningRequest = pem(made, 'CERTIFICATE REQUEST');
    newKey = pem(made, 'PRIVATE KEY');
    const answer = await ask(BY_REQUEST, { certificateSigningRequest });
    assert.strictEqual(answer.topic, `${BY_REQUEST}/accepted`);
    given = answer.body;
    assert.match(given.certificatePem, /^-----BEGIN CERTIFICATE/);
  });

  await step('a token that nobody gave makes no thing, and a bad request no certificate', async () => {
    const token = { certificateOwnershipToken: 'stolen', parameters: { SerialNumber: '9' } };
    const answer = await ask(TEMPLATE, token);
    assert.strictEqual(answer.topic, `${TEMPLATE}/rejected`);
    assert.ok(answer.body.statusCode >= 400 && answer.body.errorCode && answer.body.errorMessage);
    const bad = await ask(BY_REQUEST, { certificateSigningRequest: 'nonsense' });
    assert.strictEqual(bad.topic, `${BY_REQUEST}/rejected`);
  });

  await step('with its token the certificate becomes a thing, which connects', async () => {
    const { body } = await ask(TEMPLATE, {
      certificateOwnershipToken: given.certificateOwnershipToken,
      parameters: { SerialNumber: '4711' },
    });
    assert.ok(body.thingName, JSON.stringify(body));
    claim.end(true);
    const mine = { newCert: given.certificatePem, newKey };
    const thing = await device({ ...cloud, ...mine }, 'new', body.thingName);
    await publish(thing, 't/new', {});
    thing.end(true);
  });
};
