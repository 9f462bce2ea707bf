'use strict';
(() => {
  const view = document.getElementById('view');
  const say = document.getElementById('say');
  const network = document.body.dataset.network;
  const patience = 8000; // ms for one answer
  let silence = 0; // since when nothing is heard; 0 while there is contact
  let wait = 0;

  const state = () => view.dataset.state;
  const value = (selector) => {
    const field = view.querySelector(selector);
    return field ? field.value : '';
  };
  const tell = (text) => {
    say.className = '';
    if (say.textContent !== text) { say.textContent = text; }
  };

  async function ask(url, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), options && options.slow ? 20000 : patience);
    try {
      const answer = await fetch(url, Object.assign({ cache: 'no-store', signal: stop.signal }, options));
      const html = await answer.text();
      return new DOMParser().parseFromString(html, 'text/html').getElementById('view');
    } finally {
      clearTimeout(timer);
    }
  }

  function take(next) {
    if (!next) { throw new TypeError('not our page'); }
    silence = 0;
    const other = next.dataset.state !== state();
    if (other || next.innerHTML !== view.innerHTML) {
      view.textContent = '';
      while (next.firstChild) { view.appendChild(document.adoptNode(next.firstChild)); }
      view.dataset.state = next.dataset.state;
      wire();
      if (other) { (document.getElementById('trouble') || view.querySelector('h1')).focus(); }
    }
    const phase = document.getElementById('phase');
    tell(phase ? phase.textContent : '');
    say.className = 'quiet'; // it is to be seen above
    soon();
  }

  function soon() {
    clearTimeout(wait);
    if (state() === 'trying') { wait = setTimeout(poll, 1000); }
    if (state() === 'looking') { wait = setTimeout(look, 2000, '/'); }
  }

  async function poll() {
    try {
      take(await ask('/progress'));
    } catch (e) {
      lost();
      wait = setTimeout(poll, 1500);
    }
  }

  function lost() {
    silence = silence || Date.now();
    tell(Date.now() - silence < 20000
      ? `No contact with ${network} for a moment: the gateway uses the same radio to try your network. Stay in ${network}.`
      : `Still no contact. When the light of the gateway stays on, it is connected and you are done. Otherwise join ${network} again; this page goes on by itself.`);
  }

  async function look(url) {
    const typed = value('#pass') || value('#other');
    if (typed && url === '/') { return; } // what was typed would be gone
    try {
      if (url !== '/') { tell('Looking for networks…'); }
      const keep = value('#pass');
      const chosen = value('input[name=network]:checked');
      take(await ask(url, { slow: true }));
      const pass = document.getElementById('pass');
      if (pass) { pass.value = keep; }
      const again = chosen && document.querySelector(`input[name=network][value="${chosen}"]`);
      if (again) { again.checked = true; }
    } catch (e) {
      tell('No answer. Is the phone still in the network ' + network + '?');
      if (url === '/') { wait = setTimeout(look, 3000, '/'); }
    }
  }

  async function send(event) {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector('button');
    const fields = new URLSearchParams(new FormData(form));
    button.disabled = true;
    tell('Sending…');
    try {
      take(await ask('/join', { method: 'POST', body: fields }));
    } catch (e) { // it may have come through
      view.dataset.state = 'trying';
      lost();
      wait = setTimeout(poll, 1500);
    } finally {
      button.disabled = false;
    }
  }

  function wire() {
    const form = view.querySelector('form');
    if (!form) { return; }
    form.addEventListener('submit', send);
    const pass = document.getElementById('pass');
    const show = document.getElementById('show');
    document.getElementById('showrow').hidden = false;
    show.checked = pass.type === 'text';
    show.addEventListener('change', () => { pass.type = show.checked ? 'text' : 'password'; });
    document.getElementById('again').addEventListener('click', (event) => {
      event.preventDefault();
      look('/?scan=1');
    });
  }

  wire();
  soon();
})();
