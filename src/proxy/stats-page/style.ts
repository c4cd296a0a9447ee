/** How the statistics page looks: light or dark as the browser wishes, a colour for each state. */
export const pageStyle = `
:root{color-scheme:light dark;font:14px/1.4 system-ui,sans-serif}
body{margin:1rem auto;max-width:120rem;padding:0 1rem}
h1{font-size:1.4rem;margin:0}
h2{font-size:1.1rem;margin:1.5rem 0 .3rem}
small{font-weight:normal;opacity:.7}
.process{display:flex;flex-wrap:wrap;gap:1.5rem;margin:1rem 0}
dt{font-size:.8rem;opacity:.7}
dd{margin:0;font-weight:600}
nav{display:flex;flex-wrap:wrap;gap:1rem;align-items:center}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.15rem .4rem;text-align:right;border-bottom:1px solid #8884;white-space:nowrap}
thead th{font-weight:600;font-size:.8rem}
tbody th{text-align:left;font-weight:500}
tr.frontend,tr.backend{background:#8882}
tr.backend th{font-weight:600}
tr.server.up{background:#2a93}
tr.server.going-down,tr.server.going-up{background:#ea03}
tr.server.down{background:#d223}
tr.server.draining{background:#28d3}
tr.server.maintenance{background:#8523}
.message{padding:.4rem .8rem;border-radius:.3rem}
.good{background:#2a93}
.bad{background:#d223}
`.replaceAll("\n", "");
