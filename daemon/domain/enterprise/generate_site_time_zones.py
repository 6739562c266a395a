#!/usr/bin/env python3
"""Turns site_time_zones.tsv into site_time_zones.inc, two constant arrays. Any fault in the file ends the build.

Usage: generate_site_time_zones.py site_time_zones.tsv site_time_zones.inc
"""
import sys

REGIONS = ("US-A", "US-B", "EU")


def main(source, target):
    countries, regions = [], []
    with open(source, encoding="ascii") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                continue
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 4 or not all(fields):
                sys.exit(f"{source}:{number}: not four columns")
            rows = regions if fields[0] in REGIONS else countries
            if rows is countries and (len(fields[0]) != 2 or rows and rows[-1][0] >= fields[0]):
                sys.exit(f"{source}:{number}: {fields[0]} is no country code, doubled or out of order")
            rows.append(fields)
    if tuple(row[0] for row in regions) != REGIONS:
        sys.exit(f"{source}: the regions are not {', '.join(REGIONS)}")
    with open(target, "w", encoding="ascii") as out:
        for name, rows in (("kCountries", countries), ("kRegions", regions)):
            out.write(f"constexpr std::array<SiteTimeZones, {len(rows)}> {name} = {{{{\n")
            for row in rows:
                out.write("    {" + ", ".join(f'"{field}"' for field in row) + "},\n")
            out.write("}};\n")


main(sys.argv[1], sys.argv[2])
