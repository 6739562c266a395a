"""The requests whose answers are recorded. Words in braces stand for what a run finds out: ids and the month of billing."""

BRIDGE = "/api/v1/bridges/east-acme"
SUBSCRIBERS = BRIDGE + "/subscribers"
WORKSPACES = BRIDGE + "/workspaces"
BILLING = "/api/v1/billing"

# People of the stage, by what has become of them.
PROVISIONED = "user001.sales@acme-corp.example"
RENAMED = "boss.sales@acme-corp.example"
REMOVED = "user002.office@globex.example"
GROUP_REMOVED = "user000.south@metro-telecom.example"
PARKED = "noemail@metro-telecom.example"
REFUSED = "taken@acme-corp.example"
HELD = "user002.plant@acme-corp.example"
LEAVING = "user001.office@globex.example"
FOREIGN = "stranger@acme-corp.example"
ROOM = "room-1@acme-corp.example"
IGNORED = "desk@acme-corp.example"
NOBODY = "nobody@nowhere.example"
EVERY_STATE = ["waiting", "provisioning", "provisioned", "updating", "pending-person", "parked", "removing", "removed", "foreign", "ignored"]
EVERYBODY = [PROVISIONED, RENAMED, REMOVED, GROUP_REMOVED, PARKED, REFUSED, HELD, LEAVING, FOREIGN, ROOM, IGNORED]


def gets(*paths):
    return [("GET", path) for path in paths]


STATUS = gets(
    "/", "/console.css", "/console.js", "/healthz", "/readyz", "/api/v1/status", "/api/v1/config/check", "/api/v1/bridges",
    "/api/v1/leases", "/api/v1/breakers", "/api/v1/gaps", "/api/v1/gaps?cluster=east", "/api/v1/gaps?cluster=west",
    "/api/v1/snapshots", "/api/v1/snapshots?cluster=east", "/api/v1/snapshots?cluster=west",
    "/api/v1/grants", "/api/v1/grants?partner=acme", "/api/v1/grants?partner=other",
) + [("HEAD", "/api/v1/status"), ("HEAD", "/healthz")]

LISTS = gets(
    "/api/v1/subscribers", "/api/v1/subscribers?bridge=east-acme", "/api/v1/subscribers?bridge=other",
    *[f"/api/v1/subscribers?state={state}" for state in EVERY_STATE],
    "/api/v1/subscribers?enterprise=globex", "/api/v1/subscribers?enterprise=metro-telecom%2Bsouth", "/api/v1/subscribers?enterprise=none",
    "/api/v1/subscribers?q=boss", "/api/v1/subscribers?q=MAIL.GLOBEX", "/api/v1/subscribers?q=2405559999", "/api/v1/subscribers?q=%25",
    "/api/v1/subscribers?limit=2", "/api/v1/subscribers?limit=2&cursor={next}",
    "/api/v1/subscribers?bridge=east-acme&state=provisioned&enterprise=acme-corp&q=sales&limit=1",
    f"/api/v1/subscribers/find?name={RENAMED}", "/api/v1/subscribers/find?name=user001.sales@mail.acme-corp.example",
    "/api/v1/subscribers/find?name=2405559999", f"/api/v1/subscribers/find?name={NOBODY}",
    "/api/v1/workspaces", "/api/v1/workspaces?bridge=east-acme", "/api/v1/workspaces?bridge=other",
    f"/api/v1/workspaces?user={ROOM}", f"/api/v1/workspaces?user={PROVISIONED}",
    BRIDGE + "/plan", BRIDGE + "/plan?enterprise=globex", BRIDGE + "/plan?limit=1",
    *[f"{BRIDGE}/plan?user={name}" for name in EVERYBODY], f"{BRIDGE}/plan?user={NOBODY}",
    BRIDGE + "/prechecks/candidates", BRIDGE + "/prechecks/candidates?limit=1",
)

EXPLANATIONS = gets(*[f"{SUBSCRIBERS}/{name}" for name in EVERYBODY], f"{SUBSCRIBERS}/{RENAMED.upper()}")

ENTERPRISES = gets(
    "/api/v1/enterprises", "/api/v1/enterprises?bridge=east-acme", "/api/v1/enterprises?bridge=other",
    "/api/v1/enterprises?enterprise=globex", "/api/v1/enterprises?enterprise=none", "/api/v1/enterprises?startsWith=metro",
    "/api/v1/enterprises?limit=1", BRIDGE + "/enterprises/globex", BRIDGE + "/enterprises/metro-telecom%2Bnorth",
    BRIDGE + "/enterprises/none", BRIDGE + "/enterprises/globex/organization", BRIDGE + "/enterprises/none/organization",
    "/api/v1/procedures", "/api/v1/procedures?bridge=east-acme", "/api/v1/procedures?bridge=other",
    "/api/v1/procedures?kind=directory-sync-run", "/api/v1/procedures?kind=organization-delete", "/api/v1/procedures?kind=none",
    "/api/v1/procedures?state=done", "/api/v1/procedures?state=running", "/api/v1/procedures?state=none",
    "/api/v1/procedures?enterprise=globex", "/api/v1/procedures?enterprise=globex&limit=1", "/api/v1/procedures/{procedure}",
)

BILLING_READS = gets(
    BILLING + "/reports", BILLING + "/reports?partner=acme", BILLING + "/reports?after={month}", BILLING + "/reports?before={month}",
    BILLING + "/reports?sort=id", BILLING + "/reports?sort=status", BILLING + "/reports?sort=billingPeriod",
    BILLING + "/reports/{report}", BILLING + "/reports/{report}?partner=acme", BILLING + "/reports/{report}/download",
    BILLING + "/files/{month}", BILLING + "/files/{month}/content", BILLING + "/files/{month}/content?offset=1000000",
    BILLING + "/reconciliation", BILLING + "/reconciliation?partner=acme", BILLING + "/history", BILLING + "/history?partner=acme",
)

# Answers while an operator is needed: a breaker is open beside what else is held.
HELD_UP = gets("/api/v1/breakers", "/api/v1/subscribers?enterprise=metro-telecom%2Bnorth", "/api/v1/status")

BAD_REQUESTS = gets(
    "/nothing", "/api/v1", "/api/v1/nothing", "/api/v1/bridges/east-acme/nothing", "/api/v1/%zz", "/api/v1/subscribers?q=%ff",
    f"{SUBSCRIBERS}/{NOBODY}", f"/api/v1/bridges/other/subscribers/{PROVISIONED}", "/api/v1/bridges/other/plan",
    "/api/v1/bridges/other/prechecks/candidates", "/api/v1/bridges/other/enterprises/globex", "/api/v1/bridges/other/enterprises/globex/organization",
    "/api/v1/subscribers?state=gone", "/api/v1/subscribers?limit=0", "/api/v1/subscribers?limit=1001", "/api/v1/subscribers?limit=x",
    "/api/v1/subscribers?cursor=!", "/api/v1/subscribers?cursor=abcd", "/api/v1/subscribers?colour=red", "/api/v1/subscribers?q=a&q=b",
    "/api/v1/subscribers/find", "/api/v1/status?a=b", "/api/v1/config/check?a=b", "/api/v1/bridges?a=b", "/api/v1/leases?a=b",
    "/api/v1/breakers?a=b", "/api/v1/gaps?a=b", "/api/v1/snapshots?a=b", "/api/v1/grants?a=b", "/api/v1/workspaces?a=b",
    f"{SUBSCRIBERS}/{PROVISIONED}?a=b", BRIDGE + "/plan?a=b", BRIDGE + "/plan?limit=0", BRIDGE + "/prechecks/candidates?limit=0",
    "/api/v1/enterprises?enterprise=a&startsWith=b", "/api/v1/enterprises?limit=0", "/api/v1/enterprises?cursor=x", "/api/v1/enterprises?a=b",
    "/api/v1/procedures?limit=0", "/api/v1/procedures?cursor=x", "/api/v1/procedures?a=b", "/api/v1/procedures/x", "/api/v1/procedures/0",
    "/api/v1/procedures/999999999", BILLING + "/reports?after=x", BILLING + "/reports?before=2024-13", BILLING + "/reports?sort=x",
    BILLING + "/reports?partner=other", BILLING + "/reports/none", BILLING + "/reports/none/download",
    BILLING + "/files/x", BILLING + "/files/2001-01",
    BILLING + "/files/x/content", BILLING + "/files/2001-01/content", BILLING + "/files/{month}/content?offset=x",
    BILLING + "/reconciliation?partner=other", BILLING + "/history?partner=other", BILLING + "/history?cursor=x",
) + [
    ("POST", "/healthz"), ("DELETE", "/api/v1/status"), ("PUT", "/api/v1/subscribers"), ("PATCH", BRIDGE + "/pause"), ("GET", BRIDGE + "/pause"),
    ("DELETE", "/api/v1/snapshots"), ("POST", BILLING + "/reports/{report}"), ("GET", "/api/v1/directory-sync"),
]

# (method, path, Authorization, Content-Type, body as it is sent; a number: so many bytes are announced and none sent)
ODD_REQUESTS = [
    ("GET", "/api/v1/status", None, None, None), ("GET", "/api/v1/status", "Bearer wrong", None, None),
    ("GET", "/api/v1/status", "Basic eA==", None, None), ("GET", "/api/v1/nothing", None, None, None), ("POST", "/api/v1/status", None, None, None),
    ("GET", "/readyz", None, None, None),
    ("POST", BRIDGE + "/pause", "right", "text/plain", "{}"), ("POST", BRIDGE + "/pause", "right", None, "{}"),
    ("POST", BRIDGE + "/pause", "right", "application/x-www-form-urlencoded", "a=b"), ("GET", "/api/v1/status", "right", "text/plain", "x"),
    ("POST", BRIDGE + "/pause", "right", "application/json", "{"), ("POST", BRIDGE + "/pause", "right", "application/json", "[]"),
    ("POST", BRIDGE + "/pause", "right", "application/json", '{"enterprise": 1}'),
    ("POST", BRIDGE + "/pause", "right", "application/json", '{"enterprise": {"a": {"b": 1}}}'),
    ("POST", BRIDGE + "/pause", "right", "application/json; charset=utf-8", '{"colour": "red"}'),
    ("POST", BRIDGE + "/pause", "right", "application/json", 2_000_000),
]


def orders_about(names, word, body=None):
    return [("POST", f"{SUBSCRIBERS}/{name}/{word}", body) for name in names]


# Orders that change nothing: they do not apply, or what they say is wrong.
REFUSED_ORDERS = [
    *orders_about([PROVISIONED, REMOVED, FOREIGN, ROOM, IGNORED, NOBODY], "retry"),
    *orders_about([PROVISIONED, PARKED, REMOVED, FOREIGN, ROOM, IGNORED, NOBODY], "approve"),
    *orders_about([PROVISIONED, PARKED, REMOVED, FOREIGN, ROOM, IGNORED, NOBODY], "release"),
    *orders_about([PROVISIONED], "resync", {"a": "b"}), *orders_about([PROVISIONED], "retry", {"a": "b"}),
    *orders_about([PROVISIONED, REMOVED], "erase"), *orders_about([PROVISIONED], "erase", {"confirm": PROVISIONED}),
    *orders_about([NOBODY], "erase", {"confirm": NOBODY}),
    *[("POST", f"/api/v1/bridges/other/subscribers/{PROVISIONED}/{word}") for word in ["resync", "retry", "approve", "erase", "release"]],
    *[("POST", f"/api/v1/bridges/other/{word}") for word in ["pause", "resume", "approve", "reject", "breakers/reset", "prechecks"]],
    ("POST", BRIDGE + "/approve", {"kind": "x"}), ("POST", BRIDGE + "/approve", {"kind": "updates"}),
    ("POST", BRIDGE + "/reject", {"kind": "updates"}),
    ("POST", BRIDGE + "/breakers/reset"), ("POST", BRIDGE + "/breakers/reset", {"scope": "enterprise", "subject": "none"}),
    *[("POST", f"{WORKSPACES}/{ROOM}/{word}") for word in ["provision", "remove", "retry", "adopt", "paint"]],
    ("POST", f"{WORKSPACES}/{ROOM}/adopt", {"id": "x"}), ("POST", f"{WORKSPACES}/{ROOM}/update", {"id": "x"}),
    *[("POST", f"{WORKSPACES}/{PROVISIONED}/{word}") for word in ["provision", "update", "remove", "retry"]],
    ("POST", f"{WORKSPACES}/{NOBODY}/provision"), ("POST", f"/api/v1/bridges/other/workspaces/{ROOM}/update"),
    ("POST", "/api/v1/snapshots", {"side": "x"}), ("POST", "/api/v1/snapshots", {"cluster": "west"}),
    ("POST", "/api/v1/directory-sync", {"action": "user"}), ("POST", "/api/v1/directory-sync", {"action": "enable", "bridge": "other"}),
    ("POST", BRIDGE + "/enterprises/globex/directory-sync", {"action": "x"}),
    ("POST", BRIDGE + "/enterprises/globex/directory-sync", {"action": "user"}),
    ("POST", BRIDGE + "/enterprises/globex/directory-sync", {"action": "enable", "userId": "x"}),
    ("POST", BRIDGE + "/enterprises/none/directory-sync", {"action": "enable"}),
    ("POST", "/api/v1/bridges/other/enterprises/globex/directory-sync", {"action": "enable"}),
    ("POST", BRIDGE + "/enterprises/globex/organization/delete"), ("POST", BRIDGE + "/enterprises/globex/organization/delete", {"name": "other"}),
    ("POST", BRIDGE + "/enterprises/none/organization/delete", {"name": "other"}),
    ("POST", "/api/v1/bridges/other/enterprises/globex/organization/delete", {"name": "other"}),
    ("POST", "/api/v1/procedures/{procedure}/stop"), ("POST", "/api/v1/procedures/{procedure}/resume"), ("POST", "/api/v1/procedures/x/stop"),
    ("POST", "/api/v1/procedures/999999999/stop"), ("POST", "/api/v1/procedures/999999999/resume"),
    ("POST", BRIDGE + "/prechecks"), ("POST", BRIDGE + "/prechecks", {"rows": []}),
    ("POST", BRIDGE + "/prechecks", {"rows": [{"email": "a@b.example"}]}),
    ("POST", BILLING + "/reports"), ("POST", BILLING + "/reports", {"billingPeriod": "2024-13"}),
    ("POST", BILLING + "/reports", {"partner": "other"}), ("POST", BILLING + "/reports", {"billingPeriod": "{month}"}),
    ("POST", BILLING + "/reports", {"billingPeriod": "2099-01"}),
    ("POST", BILLING + "/reports/{report}/download", {"partner": "other"}), ("DELETE", BILLING + "/reports/none"),
    ("DELETE", BILLING + "/reports/none?partner=other"),
    ("POST", "/api/v1/grants"), ("POST", "/api/v1/grants", {"partner": "other", "name": "primary", "refreshToken": "x"}),
    ("POST", "/api/v1/grants", {"partner": "acme", "name": "other", "refreshToken": "x"}),
    ("POST", "/api/v1/grants/acme/other/refresh"), ("POST", "/api/v1/grants/other/primary/refresh"),
    ("POST", "/api/v1/grants/acme/primary/sign-in", {"state": "short"}), ("POST", "/api/v1/grants/acme/primary/sign-in", {"state": "s" * 16}),
    ("POST", "/api/v1/grants/other/primary/sign-in", {"state": "s" * 16, "codeChallenge": "c" * 43}),
    ("POST", "/api/v1/grants/acme/primary/sign-in/complete"), ("POST", "/api/v1/grants/acme/primary/sign-in/complete", {"code": "x"}),
    ("POST", "/api/v1/grants/acme/primary/sign-in/complete", {"code": "x", "codeVerifier": "v" * 43, "redirectUri": "http://127.0.0.1:1/wrong"}),
]

# Orders that are carried out: they come last, each on somebody or something of its own.
ORDERS = [
    *orders_about([LEAVING], "release"), ("POST", BRIDGE + "/approve", {"kind": "removals"}), ("POST", BRIDGE + "/reject"),
    *orders_about([HELD], "approve"), *orders_about([PARKED, REFUSED], "retry"), *orders_about([REMOVED], "erase", {"confirm": REMOVED}),
    ("POST", BRIDGE + "/breakers/reset", {"scope": "enterprise", "subject": "metro-telecom+north"}), ("POST", f"{WORKSPACES}/{ROOM}/update"),
    *orders_about([PROVISIONED, NOBODY], "resync"), ("POST", "/api/v1/snapshots"),
    ("POST", "/api/v1/snapshots", {"cluster": "east", "side": "webex"}),
    ("POST", BRIDGE + "/prechecks", {"rows": [{"userId": PROVISIONED}, {"userId": NOBODY},
                                              {"email": "a@new.example", "customerEmail": "b@new.example"},
                                              {"email": "a@elsewhere.example", "customerEmail": "b@new.example"},
                                              {"email": "a@asks.example", "customerEmail": "b@new.example"}]}),
    ("POST", BRIDGE + "/enterprises/globex/directory-sync", {"action": "disable", "by": "operator"}),
    ("POST", "/api/v1/directory-sync", {"action": "disable", "by": "operator"}),
    ("POST", "/api/v1/grants/acme/primary/refresh"), ("POST", "/api/v1/grants/acme/primary/sign-in", {"state": "s" * 16, "codeChallenge": "c" * 43}),
    ("POST", BILLING + "/reports/{report}/download"), ("DELETE", BILLING + "/reports/{report}"), ("DELETE", BILLING + "/reports/{report}"),
    ("POST", BRIDGE + "/pause", {"enterprise": "globex"}), ("POST", BRIDGE + "/resume", {"enterprise": "globex"}), ("POST", BRIDGE + "/pause"),
    ("POST", BRIDGE + "/resume"),
]
