// Buyers of the restore drill, over the public API.
//
//   node buyers.mjs buy SITE FILE CLIENTS      books two seats after another until it is terminated; writes each confirmed order to FILE
//   node buyers.mjs tickets SITE FILE UNTIL    orders of FILE confirmed before UNTIL (ms): the site must show the same tickets
//   node buyers.mjs once SITE                  one booking, tried for a minute; prints its order
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const [command, site, file, argument] = process.argv.slice(2);

async function ask(path, { body, secret } = {}) {
    const answer = await fetch(`${site}/api/v1/${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), ...(secret ? { Authorization: `Bearer ${secret}` } : {}) },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text);
}

/** Ids of the halls to book in: lines of the standard input. */
const halls = () =>
    readFileSync(0, 'utf8')
        .split('\n')
        .filter(id => id);

/** Holds two seats and orders them; the order is free, so that it is paid at once. */
async function book(hall, number) {
    const hold = await ask(`performances/${hall}/holds`, { body: { bestAvailable: { quantity: 2 } } });
    const order = await ask('orders', {
        body: { holdId: hold.id, holdSecret: hold.secret, buyer: { name: 'Drill', email: `drill-${process.pid}-${number}@drill.example` } },
    });
    if (order.status !== 'paid') throw new Error(`An order is ${order.status}.`);
    return order;
}

/** What a paid order's tickets say at the door. */
async function ticketsOf({ id, token }) {
    const order = await ask(`orders/${id}`, { secret: token });
    return order.status === 'paid' ? order.tickets.map(ticket => ticket.code).sort() : [];
}

if (command === 'buy') {
    const open = halls();
    let stopped = false,
        number = 0,
        failures = 0;
    process.on('SIGTERM', () => {
        stopped = true;
    });
    const buyer = async at => {
        while (!stopped) {
            try {
                const order = await book(open[(at + number) % open.length], ++number);
                // The time is taken after the answer: what is in this file was promised to somebody.
                const line = { at: Date.now(), id: order.id, token: order.token };
                if (number % 10 === 1) line.codes = await ticketsOf(order);
                appendFileSync(file, `${JSON.stringify(line)}\n`);
            } catch (error) {
                // Another buyer was faster, or the site has just been killed.
                if (++failures <= 3) console.error(error.message);
                await delay(50);
            }
        }
    };
    await Promise.all(Array.from({ length: Number(argument) }, (_, at) => buyer(at)));
} else if (command === 'tickets') {
    const orders = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
        .filter(order => order.at < Number(argument));
    const shown = orders.filter(order => order.codes?.length);
    let wrong = 0;
    for (const order of shown) {
        const codes = await ticketsOf(order);
        if (JSON.stringify(codes) !== JSON.stringify(order.codes)) {
            wrong++;
            console.error(`Order ${order.id} has other tickets than before.`);
        }
    }
    console.log(`${shown.length - wrong} of ${shown.length}`);
    process.exit(wrong || !shown.length ? 1 : 0);
} else if (command === 'once') {
    const [hall] = halls();
    for (const deadline = Date.now() + 60_000; ;) {
        try {
            console.log((await book(hall, 'after')).id);
            break;
        } catch (error) {
            if (Date.now() > deadline) throw error;
            await delay(100);
        }
    }
} else {
    console.error('buyers.mjs buy|tickets|once SITE …');
    process.exit(2);
}
