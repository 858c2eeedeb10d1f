// Solves the two goals of a model (solve.go) with HiGHS. Reads JSON from
// standard input, writes JSON to standard output.
const highs_ = require("highs");
const say = (o) => process.stdout.write(JSON.stringify(o));

(async () => {
  const highs = await highs_();
  const m = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const inf = (v) => (v >= 1e29 ? highs.infinity : v <= -1e29 ? -highs.infinity : v);
  const solve = (rows, cost, maximise, first) => {
    const starts = [0], indices = [], values = [];
    for (const r of rows) {
      indices.push(...r.Cols);
      values.push(...r.Coefs);
      starts.push(indices.length);
    }
    const types = highs.constants.variableType;
    const model = highs.createModel({
      numCols: m.Top.length, numRows: rows.length,
      sense: maximise ? highs.constants.objectiveSense.maximize : highs.constants.objectiveSense.minimize,
      colCost: cost, colLower: m.Top.map(() => 0), colUpper: m.Top,
      rowLower: rows.map((r) => inf(r.Low)), rowUpper: rows.map((r) => inf(r.High)),
      matrix: { format: "csr", numCols: m.Top.length, numRows: rows.length, starts, indices, values },
      integrality: m.Integer.map((i) => (i ? types.integer : types.continuous)),
    });
    // Goals are whole numbers: a gap below 1 is none.
    model.options.set({ output_flag: false, time_limit: m.Seconds, mip_rel_gap: 0, mip_abs_gap: 0.9 });
    if (first) model.setSolution(first);
    model.run();
    const optimal = model.getModelStatus() === highs.constants.modelStatus.optimal;
    const x = Array.from(model.getSolution().colValue);
    model.dispose();
    return { optimal, x };
  };
  const a = solve(m.Rows, m.Entries, true, m.First);
  if (!a.optimal) return say({ Proven: false });
  const rows = m.Rows.slice();
  m.Classes.forEach((cols) => {
    const n = Math.round(cols.flat().reduce((s, c) => s + a.x[c], 0));
    rows.push({ Cols: cols.flat(), Coefs: cols.flat().map(() => 1), Low: n, High: n });
    if (n === cols.length) for (const own of cols) rows.push({ Cols: own, Coefs: own.map(() => 1), Low: 1, High: 1 });
  });
  const b = solve(rows, m.Visits, false, { colValue: a.x });
  say({ Proven: b.optimal, X: b.x });
})();
