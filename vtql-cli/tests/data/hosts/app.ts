// don't vtiger
const re = /['"`]/g; const q1 = `select id, wrong1 from Contacts where lastname = '${a ? `x${"}"}` : 'y'}' and wrong2 = 'x' limit 5;`;
const q2 = 'select id, wrong3 ' +
  "from Contacts where lastname = '" + esc(name, {a: "}"}) + "' and wrong4 = 'x' limit 5;";
const q4 = vtql`select id, wrong6 from Contacts where id = ${id} limit 5;`;
const j = <p>don't select id from Contacts</p>;
const q5 = "select id, wrong7 from Contacts limit 5;";
const x = a / b; const q6 = "select id, wrong8 from Contacts limit 5;"; const y = c / d;
const q7 = `\
select id, wrong9 from Contacts limit 5;`;
const q9 = `select id, wrong11 from Contacts where id in (${ids.map(i => `'${i}'`).join(",")}) limit 5;`;
const q10 = [
  'select id, wrong12', // the names
  'from Contacts where wrong13 =', x,
  `limit 5;`,
].join("\n");
let q11 = 'select id, wrong14 from Contacts ';
q11 += `where wrong15 = ${x} limit 5;`;
