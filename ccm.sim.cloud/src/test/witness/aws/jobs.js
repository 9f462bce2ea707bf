// Jobs, by the SDK's class for them.
'use strict';

const assert = require('assert');
const iot = require('aws-iot-device-sdk');
const { options, connected, device, listen, publish } = require('../aws');
const { until } = require('../witness');

const THING = 'worker';
const JOBS = `$aws/things/${THING}/jobs`;

module.exports = async (cloud, step) => {
  const worker = iot.jobs(options(cloud, 'worker', THING));
  const handed = [];

  const status = async (job) => (await cloud.get(`/things/${THING}/jobs/${job}`)).status;
  const done = (job, verb, details) =>
    new Promise((resolve, reject) => {
      job[verb](details, (error) => (error ? reject(error) : resolve()));
    });

  await step('a job that waits is handed out when asked for', async () => {
    await connected(worker);
    await cloud.post(`/things/${THING}/jobs/first`, { operation: 'blink', times: 3 });
    worker.subscribeToJobs(THING, 'blink', (error, job) => handed.push(job));
    worker.startJobNotifications(THING);
    await until('the job', () => handed.length > 0);
    assert.strictEqual(handed[0].id, 'first');
    assert.strictEqual(handed[0].operation, 'blink');
    assert.deepStrictEqual(handed[0].document, { operation: 'blink', times: 3 });
    assert.strictEqual(handed[0].status.status, 'QUEUED');
  });

  await step('its progress and its success are kept', async () => {
    await done(handed[0], 'inProgress', { progress: '40' });
    await until('progress', async () => (await status('first')) === 'IN_PROGRESS');
    const { statusDetails } = await cloud.get(`/things/${THING}/jobs/first`);
    assert.deepStrictEqual(statusDetails, { progress: '40' });
    await done(handed[0], 'succeeded', { progress: '100' });
    await until('success', async () => (await status('first')) === 'SUCCEEDED');
  });

  await step('the next job is told by itself, and may fail', async () => {
    const before = handed.length;
    await cloud.post(`/things/${THING}/jobs/second`, { operation: 'blink' });
    await until('the job', () => handed.length > before);
    const job = handed[handed.length - 1];
    assert.strictEqual(job.id, 'second');
    await done(job, 'failed', { why: 'no lamp' });
    await until('failure', async () => (await status('second')) === 'FAILED');
  });

  await step('answers come to who asked, unsubscribed; wrong versions are rejected', async () => {
    worker.end(true); // which shows no answers
    const plain = await device(cloud, 'worker', THING);
    await cloud.post(`/things/${THING}/jobs/third`, { operation: 'other' });
    const came = await listen(plain, [`${JOBS}/notify`]);
    const answer = async (topic) => {
      const found = await until(topic, () => came.find((each) => each.topic === `${JOBS}/${topic}`));
      came.splice(came.indexOf(found), 1);
      return found.body;
    };
    await publish(plain, `${JOBS}/start-next`, { clientToken: 'a' });
    const started = await answer('start-next/accepted');
    assert.strictEqual(started.clientToken, 'a');
    assert.strictEqual(started.execution.jobId, 'third');
    assert.strictEqual(started.execution.status, 'IN_PROGRESS');
    const version = started.execution.versionNumber;
    const update = { status: 'IN_PROGRESS', expectedVersion: version + 5, clientToken: 'b' };
    await publish(plain, `${JOBS}/third/update`, update);
    const rejected = await answer('third/update/rejected');
    assert.strictEqual(rejected.code, 'VersionMismatch');
    assert.strictEqual(rejected.executionState.versionNumber, version);
    await publish(plain, `${JOBS}/third/update`, { status: 'SUCCEEDED', expectedVersion: version });
    await answer('third/update/accepted');
    await publish(plain, `${JOBS}/third/update`, { status: 'FAILED' });
    assert.match((await answer('third/update/rejected')).code, /InvalidStateTransition|TerminalStateReached/);
    await publish(plain, `${JOBS}/unknown/update`, { status: 'FAILED' });
    assert.strictEqual((await answer('unknown/update/rejected')).code, 'ResourceNotFound');
    await publish(plain, `${JOBS}/start-next`, '{}');
    assert.strictEqual((await answer('start-next/accepted')).execution, undefined);
    plain.end(true);
  });
};
