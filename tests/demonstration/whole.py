"""What must be so of the demonstration at any size, as SQL that finds whatever breaks it. Each finds nothing."""

from datetime import date

from polity.demonstration.sizes import CANDIDATE_PERIODS_SINCE

NOW = date(1923, 4, 15).toordinal()
RULES = date(1922, 8, 7).toordinal()
BREACHES = {
    "two people have one id": "SELECT person FROM person GROUP BY ALL HAVING count(*) > 1",
    "an id is used twice across kinds": """
        SELECT id FROM (SELECT person AS id FROM person UNION ALL SELECT DISTINCT unit FROM unit
          UNION ALL SELECT subject FROM places UNION ALL SELECT term FROM offices) GROUP BY id
        HAVING count(*) > 1 OR id <= 0 OR id >= 1152921504606846976""",
    "spells have no days": "SELECT person FROM spells WHERE since >= until OR counted_from > since",
    "spells of a person overlap or leave a gap": """
        SELECT person FROM (SELECT person, until, lead(since) OVER (PARTITION BY person ORDER BY since) AS next
          FROM spells) WHERE next <> until""",
    "a person has no spell today": f"""
        SELECT person FROM person ANTI JOIN (SELECT person FROM spells WHERE since <= {NOW} AND until > {NOW})
          USING (person)""",
    "two neighbouring spells say the same": """
        SELECT person FROM (SELECT person, unit, standing, lag((unit, standing)) OVER
          (PARTITION BY person ORDER BY since) AS before FROM spells) WHERE before = (unit, standing)""",
    "a spell lies outside the days of its unit": """
        SELECT s.person FROM spells s LEFT JOIN (SELECT unit, min(since) AS since, max(until) AS until FROM unit
          GROUP BY unit) u USING (unit) WHERE u.unit IS NULL OR s.since < u.since OR s.until > u.until""",
    "versions of a unit overlap or leave a gap": """
        SELECT unit FROM (SELECT unit, until, lead(since) OVER (PARTITION BY unit ORDER BY since) AS next FROM unit)
          WHERE next <> until""",
    "a version lies outside the days of its parent": """
        SELECT u.unit FROM unit u LEFT JOIN (SELECT unit AS parent, min(since) AS since, max(until) AS until FROM unit
          GROUP BY unit) p USING (parent)
          WHERE u.tier <> 'centre' AND (p.parent IS NULL OR u.since < p.since OR u.until > p.until)""",
    "a parent is not of the tier above": """
        WITH t AS (SELECT DISTINCT unit, tier FROM unit) SELECT u.unit, u.tier, p.tier FROM unit u
          LEFT JOIN t p ON p.unit = u.parent WHERE (u.tier, coalesce(p.tier, '')) NOT IN (('centre', ''),
          ('guberniya', 'centre'), ('uezd', 'guberniya'), ('volost', 'uezd'), ('nucleus', 'volost'),
          ('nucleus', 'uezd'))""",
    "a code stands for two units on a day": """
        SELECT a.code FROM unit a JOIN unit b ON a.code = b.code AND a.unit < b.unit AND a.since < b.until
          AND b.since < a.until""",
    "a country nucleus stands outside a volost": """
        WITH t AS (SELECT DISTINCT unit, tier FROM unit) SELECT u.unit FROM unit u JOIN t p ON p.unit = u.parent
          WHERE u.tier = 'nucleus' AND (u.place = 'country') <> (p.tier = 'volost')""",
    "a nucleus has fewer than three members": f"""
        SELECT u.unit FROM unit u LEFT JOIN spells s ON s.unit = u.unit AND s.standing = 'member'
          AND s.until > {NOW} WHERE u.tier = 'nucleus' AND u.until > {NOW} GROUP BY u.unit
          HAVING count(s.person) < 3""",
    "facts do not begin with the first spell": """
        SELECT person FROM (SELECT person, min(since) AS since FROM spells GROUP BY person) s LEFT JOIN
          (SELECT subject AS person, min(since) AS first FROM facts GROUP BY subject) f USING (person)
          WHERE first IS NULL OR first <> since""",
    "versions of facts overlap or leave a gap": """
        SELECT subject FROM (SELECT subject, until, lead(since) OVER (PARTITION BY subject ORDER BY since) AS next
          FROM facts) WHERE next <> until OR (next IS NULL AND until < 3000000)""",
    "somebody was a child or very old on coming": """
        SELECT person FROM (SELECT person, min(since) AS since FROM spells GROUP BY person) s JOIN facts f
          ON f.subject = s.person WHERE f.born <> '' AND
          (s.since - (CAST(f.born AS DATE) - DATE '0001-01-01' + 1)) NOT BETWEEN 16 * 365 AND 53 * 365""",
    "a class does not refine its social category": """
        SELECT subject FROM facts WHERE kind = 'person' AND (social_category, class) NOT IN (
          ('worker', 'industrial_worker'), ('worker', 'other_worker'), ('peasant', 'peasant'), ('peasant', 'artisan'),
          ('employee', 'employee'), ('unascertained', 'unascertained'), ('unascertained', 'other'))""",
    "somebody is at the bench without such an occupation": """
        SELECT subject FROM facts WHERE at_bench = 'true' AND occupation NOT IN ('production', 'transport')""",
    "there were candidates before there could be": f"""
        SELECT person FROM spells WHERE standing = 'candidate' AND since < {CANDIDATE_PERIODS_SINCE}""",
    "a reason stands where nobody left, or is missing": """
        SELECT person FROM spells WHERE (standing = 'former') <> (reason <> '')""",
    "a member was admitted before the period of the day was served": f"""
        SELECT s.person FROM spells s JOIN (SELECT person, min(counted_from) AS applied FROM spells
          WHERE standing = 'candidate' GROUP BY person) c USING (person) JOIN facts f ON f.subject = s.person
          WHERE s.standing = 'member' AND s.counted_from - c.applied < CASE
            WHEN s.counted_from < {RULES} THEN CASE WHEN social_category IN ('worker', 'peasant') THEN 59 ELSE 181 END
            WHEN former_party <> 'none' THEN 730 WHEN social_category = 'worker' THEN 181
            WHEN social_category = 'peasant' THEN 365 ELSE 730 END""",
    "a sponsor is in another batch, or was no member on the day": """
        SELECT s.person FROM sponsors s JOIN person p USING (person) JOIN person q ON q.person = s.sponsor
          LEFT JOIN spells m ON m.person = s.sponsor AND m.standing = 'member' AND m.since <= s.since
          AND s.since < m.until WHERE p.batch <> q.batch OR m.person IS NULL""",
    "a sponsor is named twice": "SELECT person, sponsor FROM sponsors GROUP BY ALL HAVING count(*) > 1",
    "a contact is in another batch, or no member": """
        SELECT c.sympathiser FROM contacts c JOIN person p ON p.person = c.sympathiser JOIN person q
          ON q.person = c.contact LEFT JOIN spells m ON m.person = c.contact AND m.standing = 'member'
          AND m.since <= c.since AND c.since < m.until WHERE p.batch <> q.batch OR m.person IS NULL""",
    "a holder of office is outside the unit, or was not settled there": f"""
        WITH RECURSIVE above AS (SELECT s.person, s.since, s.unit FROM spells s WHERE s.until > {NOW}
            AND s.standing = 'member'
          UNION ALL SELECT a.person, a.since, u.parent FROM above a JOIN unit u ON u.unit = a.unit
            AND u.until > {NOW} WHERE u.parent <> 0)
        SELECT o.term FROM offices o LEFT JOIN above a USING (person, unit)
          WHERE a.person IS NULL OR o.since < a.since""",
    "a unit has no secretary, or two": f"""
        SELECT u.unit FROM unit u LEFT JOIN offices o ON o.unit = u.unit AND o.office = 'secretary'
          WHERE u.until > {NOW} GROUP BY u.unit HAVING count(o.term) <> 1""",
    "a post is held by nobody of its batch": """
        SELECT subject FROM facts WHERE kind = 'post' AND holder NOT IN (SELECT person FROM person)""",
}
