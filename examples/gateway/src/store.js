// Remembers for a day which serial numbers were used, how each request was answered, and customs' requests.
//
// The service needs the eight functions of `Store`, and nothing else of a database. This file implements them with SQLite, for one
// machine. For several, implement them with a database that all machines share. In Redis 7, with two keys per serial number, and
// one per session:
//
//     claim           SET claim:… value NX GET EX 86400, then `get` if it returned a value
//     finish          SET answer:… value EX 86400
//     release         DEL claim:…
//     get             MGET claim:… answer:…
//     openSession     SET session:… value NX EX 86400
//     openSessions    SCAN with MATCH session:*, then MGET
//     closeSession    SET session:… "" XX KEEPTTL
//     close           QUIT

import Database from "better-sqlite3";
import { SettingsError } from "./settings.js";

/** @typedef {{ status: number, text: string }} Answer an HTTP status, and the body's JSON text */

/**
 * @typedef {object} Entry
 * @property {string} fingerprint of the data that this serial number was used for
 * @property {number} claimedUntil Unix milliseconds; without an answer by then, there will be none
 * @property {Answer} [answer]
 */

/** @typedef {import("cbt179").OpenReq} Session customs' request: `sessionID`, `orderNo`, `serviceTime` */

/**
 * @typedef {object} Store
 * @property {(serialNumber: string, entry: Entry) => Promise<Entry | undefined>} claim
 *   Records, durably and atomically, that this serial number is about to be sent. If it is known already, changes nothing and
 *   returns what is known.
 * @property {(serialNumber: string, answer: Answer) => Promise<void>} finish Records how a claimed request was answered.
 * @property {(serialNumber: string) => Promise<void>} release Forgets a claim for which nothing was sent.
 * @property {(serialNumber: string) => Promise<Entry | undefined>} get
 * @property {(session: Session) => Promise<boolean>} openSession Records a session durably, and returns whether it is new. A
 *   known session, even a closed one, does not change.
 * @property {() => Promise<Session[]>} openSessions Returns the open sessions, the oldest 1000.
 * @property {(sessionID: string) => Promise<boolean>} closeSession Returns whether the session was open.
 * @property {() => Promise<void>} close
 */

/** CBT refuses a serial number that it has seen, so what is forgotten here still isn't signed twice. */
const KEPT_FOR = 24 * 60 * 60 * 1000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS uploads (
    serial_number TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    claimed_until INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    status INTEGER,
    text TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS uploads_by_expiry ON uploads (expires);
  CREATE TABLE IF NOT EXISTS sessions (
    session_id TEXT PRIMARY KEY,
    order_no TEXT NOT NULL,
    service_time TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    expires INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sessions_by_expiry ON sessions (expires);
`;

/** @param {string} file */
function openDatabase(file) {
  try {
    const db = new Database(file);
    db.pragma("journal_mode = WAL");
    // A claim must survive a power failure, so each commit is flushed to the disk.
    db.pragma("synchronous = FULL");
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new SettingsError(`STORE_FILE can't be used (${file}): ${message}.`);
  }
}

/**
 * @param {string} file
 * @param {() => number} [now] Unix milliseconds
 * @returns {Store}
 */
export function openStore(file, now = Date.now) {
  const db = openDatabase(file);
  const insert = db.prepare(
    "INSERT INTO uploads VALUES (?, ?, ?, ?, NULL, NULL) ON CONFLICT DO NOTHING",
  );
  const update = db.prepare("UPDATE uploads SET status = ?, text = ? WHERE serial_number = ?");
  const remove = db.prepare("DELETE FROM uploads WHERE serial_number = ?");
  const removeExpired = db.prepare("DELETE FROM uploads WHERE expires <= ?");
  const select = db.prepare(
    `SELECT fingerprint, claimed_until AS claimedUntil, status, text
     FROM uploads WHERE serial_number = ? AND expires > ?`,
  );

  const insertSession = db.prepare(
    "INSERT INTO sessions VALUES (?, ?, ?, 1, ?) ON CONFLICT DO NOTHING",
  );
  const endSession = db.prepare("UPDATE sessions SET is_open = 0 WHERE session_id = ? AND is_open");
  const removeSessions = db.prepare("DELETE FROM sessions WHERE expires <= ?");
  // All are kept equally long, so they expire in order of arrival.
  const selectSessions = db.prepare(
    `SELECT order_no AS orderNo, session_id AS sessionID, service_time AS serviceTime
     FROM sessions WHERE is_open AND expires > ? ORDER BY expires, rowid LIMIT 1000`,
  );

  /** @param {string} serialNumber @param {number} time @returns {Entry | undefined} */
  const read = (serialNumber, time) => {
    const row = /** @type {(Entry & Answer) | undefined} */ (select.get(serialNumber, time));
    if (!row) return undefined;
    const { fingerprint, claimedUntil, status, text } = row;
    return { fingerprint, claimedUntil, ...(text && { answer: { status, text } }) };
  };

  /** @type {{ work: () => unknown, resolve: (value: any) => void, reject: (error: unknown) => void }[]} */
  let queue = [];
  const runAll = db.transaction((/** @type {typeof queue} */ batch) =>
    batch.map(({ work }) => work()),
  );
  const commit = () => {
    const batch = queue;
    queue = [];
    try {
      const results = runAll.immediate(batch);
      batch.forEach(({ resolve }, i) => {
        resolve(results[i]);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  /**
   * Writes in one transaction with all others that wait: a flush takes milliseconds, however much it flushes.
   * @template T @param {() => T} work @returns {Promise<T>}
   */
  const write = (work) =>
    new Promise((resolve, reject) => {
      if (queue.push({ work, resolve, reject }) === 1) setImmediate(commit);
    });

  return {
    claim: (serialNumber, { fingerprint, claimedUntil }) =>
      write(() => {
        const time = now();
        removeExpired.run(time);
        const { changes } = insert.run(serialNumber, fingerprint, claimedUntil, time + KEPT_FOR);
        return changes === 1 ? undefined : read(serialNumber, time);
      }),
    finish: (serialNumber, { status, text }) =>
      write(() => {
        update.run(status, text, serialNumber);
      }),
    release: (serialNumber) =>
      write(() => {
        remove.run(serialNumber);
      }),
    get: async (serialNumber) => read(serialNumber, now()),
    openSession: ({ sessionID, orderNo, serviceTime }) =>
      write(() => {
        const time = now();
        removeSessions.run(time);
        return insertSession.run(sessionID, orderNo, serviceTime, time + KEPT_FOR).changes === 1;
      }),
    openSessions: async () => /** @type {Session[]} */ (selectSessions.all(now())),
    closeSession: (sessionID) => write(() => endSession.run(sessionID).changes === 1),
    close: async () => {
      db.close();
    },
  };
}
