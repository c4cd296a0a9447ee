---@meta

--- Changes certificates in memory.
CertCache = {}

--- Changes a certificate of the configuration in memory: `filename` as a `crt` argument names it, with `crt`, `key`, `issuer` (PEM) and `ocsp` (base64). Connections made from then on have it. An error when it cannot be loaded; then nothing is changed. (since 2.6)
---@param ... any the last one is the table `{filename=..., crt=..., key=...}`
---@async
function CertCache.set(...) end
