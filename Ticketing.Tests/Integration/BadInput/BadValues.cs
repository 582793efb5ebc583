namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Values of bad requests.</summary>
internal static class BadValues
{
    public const string UnknownId = "0193b0a0-0000-7000-8000-000000000001";

    /// <summary>Markup that a page must not return unescaped.</summary>
    public const string Markup = "<script>alert(1)</script>";

    /// <summary>Texts that are valid but must not be interpreted.</summary>
    public static readonly string[] Hostile =
    [
        "'; drop table orders; --",
        "' or '1'='1",
        "\" or 1=1 /*",
        "\\'; select pg_sleep(10); --",
        Markup,
        "\"><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "{{7*7}}${7*7}<%= 7*7 %>",
        "../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "%s%n%x{0}",
        "=cmd|' /C calc'!A0",
        "$(reboot)`reboot`|reboot",
        "🎭 ‮gnp.exe ﷽ Z͑ͫ̓ͪ",
        "null",
        "undefined",
        "NaN",
        "-1",
        "true",
    ];

    /// <summary>One text of each kind and the empty text, for bodies: each accepted body creates and pays an order.</summary>
    public static readonly string[] HostileInBodies = ["'; drop table orders; --", "\\'; select pg_sleep(10); --", Markup, "{{7*7}}${7*7}%s%n{0}", "🎭 ‮gnp.exe ﷽ Z͑ͫ̓ͪ", "", "   "];

    /// <summary>Path values that identify no object.</summary>
    public static readonly string[] NoIds =
    [
        UnknownId,
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "0193b0a0-0000-7000-8000-00000000000",
        "0193b0a0-0000-7000-8000-0000000000011",
        "0193b0a0-0000-7000-8000-00000000000g",
        "not-an-id",
        "0",
        "-1",
        "2147483648",
        "99999999999999999999999999",
        "1e400",
        "1.5",
        " ",
        "\n",
        "\u0001",
        "%00",
        "*",
        "?",
        "#",
        ";",
        "a/b",
        "é",
        new('9', 3000),
        new('x', 3000),
        .. Hostile,
    ];

    /// <summary>Values that no number, date, word or place parses, and near misses.</summary>
    public static readonly string[] InQuery =
    [
        "",
        " ",
        "\u0000",
        "a\u0000b",
        "\r\nX-Injected: 1",
        "\uffff",
        "a\ufffe",
        "-2147483649",
        "9223372036854775807",
        "99999999999999999999999999",
        "1e400",
        "-1e400",
        "Infinity",
        "0x10",
        "1,5",
        "2027-02-30",
        "2027-03-28T20:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "[]",
        "{}",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        new('9', 400),
        new('x', 400),
        UnknownId,
        .. Hostile,
    ];

    public static readonly (string Name, string Value)[] InHeaders =
    [
        ("Authorization", "Bearer"),
        ("Authorization", "Bearer "),
        ("Authorization", "Bearer ' or 1=1 --"),
        ("Authorization", "Bearer " + new string('x', 6000)),
        ("Authorization", "Basic !!!"),
        ("Authorization", "nonsense"),
        ("Hold-Secret", new string('x', 6000)),
        ("Hold-Secret", "' or 1=1 --"),
        ("Cookie", "buyer=x; antiforgery=x; .AspNetCore.Identity.Application=x; .AspNetCore.Culture=x"),
        ("Cookie", ";;=;\"=\"; a"),
        ("RequestVerificationToken", "x"),
        ("Accept", "nonsense"),
        ("Accept", "application/octet-stream;q=x, */*"),
        ("Accept-Language", "xx-YY;q=9,*;q=-1, de-<script>"),
        ("Accept-Encoding", "br;q=x, zstd"),
        ("If-None-Match", "garbage"),
        ("If-None-Match", "\"x\", W/\"y\", *"),
        ("If-Modified-Since", "yesterday"),
        ("Range", "bytes=9-1"),
        ("Range", "bytes=999999999999-"),
        ("Last-Event-ID", "' or 1=1 --"),
        ("Last-Event-ID", "-1"),
        ("Last-Event-ID", "99999999999999999999-99999999999999999999"),
        ("Idempotency-Key", ""),
        ("Idempotency-Key", new string('k', 256)),
        ("Idempotency-Key", "' or 1=1 --"),
        ("X-Forwarded-For", "' or 1=1, 999.1.1.1"),
        ("X-Forwarded-Proto", "<script>"),
        ("X-Forwarded-Host", "a b"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("traceparent", "garbage"),
        ("Content-Encoding", "gzip"),
        ("Expect", "nothing"),
    ];
}
