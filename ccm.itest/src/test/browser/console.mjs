// Opens the web console in a real browser, as a person would. Prints what it saw as one JSON line.
// Usage: node console.mjs URL USER PASSWORD SCREENSHOT
import { chromium } from 'playwright-core';

const [url, username, password, screenshot] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-quic'],
});
try {
  const page = async (credentials) => {
    const context = await browser.newContext({ httpCredentials: credentials });
    return context.newPage();
  };
  const stranger = await page({ username, password: 'admin' });
  const refused = (await stranger.goto(`${url}/bundles`)).status();

  const owner = await page({ username, password });
  const entered = (await owner.goto(`${url}/bundles`)).status();
  await owner.waitForSelector('#plugin_table tbody tr td');
  const bundles = await owner.$$eval('#plugin_table tbody tr', (rows) => {
    const active = {};
    for (const row of rows) {
      const name = [...row.querySelectorAll('*')]
        .map((element) => element.textContent.trim())
        .filter((text) => /^ccm\.[a-z.]+$/.test(text))
        .sort((one, other) => one.length - other.length)[0]; // outer elements repeat it
      if (name) active[name] = /\bActive\b/.test(row.innerText);
    }
    return active;
  });
  await owner.screenshot({ path: screenshot });
  const seen = {};
  for (const part of ['components', 'configMgr', 'services', 'logs']) {
    const answer = await owner.goto(`${url}/${part}`);
    await owner.waitForLoadState('networkidle');
    seen[part] = { status: answer.status(), text: (await owner.innerText('body')).includes('ccm') };
  }
  console.log(JSON.stringify({ refused, entered, bundles, seen }));
} finally {
  await browser.close();
}
