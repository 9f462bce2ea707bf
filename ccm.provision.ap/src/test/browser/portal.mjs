// A person with a phone at the page: once without scripts, once with them. Prints "go on" where a try may end, and
// what was seen as one JSON line at the end.
// Usage: node portal.mjs URL RIGHT-PASSWORD [PICTURE]
import { chromium } from 'playwright-core';
import axe from 'axe-core';

const [url, right, picture] = process.argv.slice(2);
setTimeout(() => process.exit(3), 60_000).unref(); // a page that waits for ever
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-quic'],
});
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const seen = { violations: [], complaints: [], shots: [] };

async function look(page, name) {
  await page.evaluate(axe.source);
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    seen.violations.push(...violations.map(({ id, nodes }) => `${name} (${scheme}): ${id}: ${nodes[0].html}`));
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  seen.complaints.push(...await page.evaluate((where) => {
    const wrong = [];
    if (document.documentElement.scrollWidth > innerWidth) { wrong.push(`${where}: wider than the phone`); }
    if (document.scripts.length !== 1) { wrong.push(`${where}: a script of somebody else`); }
    for (const target of document.querySelectorAll('label.row, button, a, input[type=text], input[type=password]')) {
      const { height } = target.getBoundingClientRect();
      if (height > 0 && height < 38) { wrong.push(`${where}: only ${height} high: ${target.outerHTML}`); }
    }
    return wrong;
  }, name));
  if (picture) { seen.shots.push((await page.screenshot()).toString('base64')); }
}

const goOn = () => console.log('go on');
const text = (page, selector) => page.locator(selector).first().innerText();
const choose = (page, name) => page.locator('label.row', { has: page.getByText(name, { exact: true }) }).locator('input').check();

async function withoutScripts() {
  const page = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage();
  await page.goto(url);
  await choose(page, 'Home');
  await page.fill('#pass', 'wrong-password');
  await page.click('button');
  seen.plainTrying = await text(page, 'h1');
  goOn();
  await page.waitForSelector('#trouble'); // the page looks again by itself
  seen.plainTrouble = await text(page, '#trouble');
  seen.plainKept = await page.locator('input[name=network]:checked').inputValue();
  await page.click('a[href="/?plain=1"]');
  await choose(page, 'Another network');
  await page.fill('#other', 'My "own" <net>');
  await page.fill('#pass', right);
  await page.click('button');
  goOn();
  await page.waitForSelector('.good');
  seen.plainDone = await text(page, '.good');
  await page.context().close();
}

async function withScripts() {
  const page = await (await browser.newContext(phone)).newPage();
  page.on('console', (message) => seen.complaints.push(message.text()));
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  await page.goto(url);
  await look(page, 'form');
  await choose(page, 'Home');
  await page.fill('#pass', 'wrong-password');
  await page.getByText('Show the password', { exact: true }).click();
  seen.shown = await page.locator('#pass').getAttribute('type');
  await page.click('button');
  await page.waitForSelector('[data-state=trying]');
  await look(page, 'progress');
  seen.progress = await text(page, '#phase');
  goOn();
  await page.waitForSelector('#trouble');
  seen.trouble = await text(page, '#trouble');
  seen.focus = await page.evaluate(() => document.activeElement.id);
  seen.kept = await page.locator('input[name=network]:checked').inputValue();
  await look(page, 'failure');
  await page.fill('#pass', right);
  let lost = true;
  await page.route('**/progress', (route) => lost ? route.abort() : route.continue());
  await page.click('button');
  await page.waitForFunction(() => document.getElementById('say').textContent.startsWith('No contact'));
  seen.lost = await text(page, '#say');
  lost = false;
  goOn();
  await page.waitForSelector('[data-state=done]');
  seen.done = await text(page, '.good');
  await look(page, 'success');
  seen.complaints = seen.complaints.filter((complaint) => !complaint.includes('ERR_FAILED')); // the lost ones
}

async function paint() {
  const page = await browser.newPage({ viewport: { width: 4 * 376 + 16, height: 772 } });
  await page.setContent('<body style="margin:16px;display:flex;gap:16px;background:#cfd6de">'
    + seen.shots.map((shot) => `<img style="border-radius:14px" width=360 height=740 src="data:image/png;base64,${shot}">`).join(''));
  await page.screenshot({ path: picture });
}

try {
  await withScripts();
  await withoutScripts();
  if (picture) { await paint(); }
  delete seen.shots;
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
