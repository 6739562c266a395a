"""Compares the lab's final Webex state with its BroadWorks state, field by field: an independent reading of what should be there."""

PACKAGES = [("Webex-Premium", "premium"), ("Webex-Standard", "standard")]
SERVICE = ("Integrated IMP", "basic")


def package_of(user):
    for pack, package in PACKAGES:
        if pack in user.get("servicePacks", []):
            return package
    services = list(user.get("services", [])) + list(user.get("effectiveServices", []))
    return SERVICE[1] if SERVICE[0] in services else None


def digits(number):
    return "".join(c for c in number or "" if c.isdigit())


def expected(user, is_enterprise):
    """What Webex should show for a BroadWorks user; None when nothing."""
    package = package_of(user)
    if package is None or not user.get("emailAddress"):
        return None
    provider, group = user["serviceProviderId"], user["groupId"]
    number = user.get("phoneNumber") or ""
    return {
        "userId": user["userId"],
        "spEnterpriseId": provider if is_enterprise else f"{provider}+{group}",
        "firstName": user["firstName"], "lastName": user["lastName"], "email": user["emailAddress"].lower(), "package": package,
        "primaryPhoneNumber": "1" + digits(number) if number and not number.startswith("+") else digits(number),
        "extension": user.get("extension") or "",
        "status": "provisioned",
    }


def shown(subscriber):
    return {
        "userId": subscriber.get("userId"), "spEnterpriseId": subscriber.get("spEnterpriseId"),
        "firstName": subscriber.get("firstName"), "lastName": subscriber.get("lastName"),
        "email": (subscriber.get("email") or "").lower(), "package": subscriber.get("package"),
        "primaryPhoneNumber": digits(subscriber.get("primaryPhoneNumber")), "extension": subscriber.get("extension") or "",
        "status": subscriber.get("status"),
    }


def differences(stage, enterprises):
    """Texts, one per difference; empty: BroadWorks and Webex are the same. `enterprises`: the providers in the enterprise model."""
    users = stage.broadworks_users()
    users = users["users"] if isinstance(users, dict) else users
    wanted = {}
    for user in users:
        subscriber = expected(user, user["serviceProviderId"] in enterprises)
        if subscriber:
            wanted[user["userId"].lower()] = subscriber
    found, result = {}, []
    for subscriber in stage.webex_state()["subscribers"]:
        key = subscriber["userId"].lower()
        if key in found:
            result.append(f"{key}: is in Webex twice")
        found[key] = shown(subscriber)
    for key in sorted(wanted.keys() | found.keys()):
        if key not in found:
            result.append(f"{key}: is missing in Webex")
        elif key not in wanted:
            result.append(f"{key}: is in Webex and should not be")
        elif wanted[key] != found[key]:
            fields = [f"{name}: BroadWorks {wanted[key][name]!r}, Webex {found[key][name]!r}" for name in wanted[key]
                      if wanted[key][name] != found[key][name]]
            result.append(f"{key}: " + "; ".join(fields))
    return result
