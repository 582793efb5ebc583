namespace Ticketing.App.Hosting.StartUp;

/// <summary>What a check looks at: the settings, and what the demo left in the database.</summary>
internal sealed record StartUpFacts(IConfiguration Settings, bool HasDemoData = false, bool HasDemoAccounts = false);

/// <summary>A reason not to start outside Development: something serves that is meant for one machine and no real buyers.</summary>
/// <param name="Name">The key that allows it: <c>Allow:Name=true</c>.</param>
/// <param name="Settings">The settings that the check looks at.</param>
/// <param name="Sentence">What would happen and what to set.</param>
/// <param name="Applies">Whether it would happen.</param>
internal sealed record StandInCheck(string Name, IReadOnlyList<string> Settings, string Sentence, Func<StartUpFacts, bool> Applies)
{
    /// <summary>The section of the keys that allow a stand-in by name.</summary>
    public const string AllowSection = "Allow";

    /// <summary>
    /// Every check. <see cref="OpenMailbox"/> is the only one that Development has too; it closes the mailbox instead of refusing to start.
    /// </summary>
    public static IReadOnlyList<StandInCheck> All { get; } =
    [
        new("LocalPayments", ["Payments:SecretKey"],
            "Payments:SecretKey is not set, so the local provider would take the payments: anybody could pay with a test card, and no money would move.",
            facts => IsMissing(facts, "Payments:SecretKey")),
        new("TestPayments", ["Payments:SecretKey", "Payments:PublishableKey"],
            "Payments:SecretKey or Payments:PublishableKey is a test key of Stripe: anybody could pay with a test card, and no money would move.",
            facts => IsTestKey(facts.Settings["Payments:SecretKey"]) || IsTestKey(facts.Settings["Payments:PublishableKey"])),
        new("LocalMail", ["Mail:Smtp:Host"],
            "Mail:Smtp:Host is not set, so the local mailbox would keep all mails, and no buyer would receive one.",
            facts => IsMissing(facts, "Mail:Smtp:Host")),
        new("DemoData", ["Demo:Enabled"],
            "Demo:Enabled is true, or the database was filled with the demo: its events and orders are invented. Use an empty database.",
            facts => facts.HasDemoData || IsDemo(facts)),
        new("DemoAccounts", ["Demo:Enabled"],
            "Demo:Enabled is true, or the database has demo accounts: everybody knows their password, and one of them may do everything. "
            + "Change their passwords or delete them.",
            facts => facts.HasDemoAccounts || IsDemo(facts)),
        new("PlainSite", ["Site:Url"],
            "Site:Url is not set or does not begin with https://: links in mails would lead elsewhere, or over connections that others can read.",
            facts => !(facts.Settings["Site:Url"] ?? "").StartsWith("https://", StringComparison.OrdinalIgnoreCase)),
        new("PlainKeys", ["DataProtection:CertificateFile"],
            "DataProtection:CertificateFile is not set, so the keys of cookies and tickets would lie unencrypted in the database and its backups.",
            facts => IsMissing(facts, "DataProtection:CertificateFile")),
        new("PlainHttp", ["Proxy:KnownNetworks", "urls"],
            "No listening address is https and Proxy:KnownNetworks is empty: set the networks of the proxy that terminates TLS, or listen on https. "
            + "Without either, cookies are not Secure and all visitors have the proxy's address.",
            facts => !facts.Settings.GetSection("Proxy:KnownNetworks").GetChildren().Any(network => !string.IsNullOrWhiteSpace(network.Value))
                && !ListeningAddresses.HaveTls(facts.Settings)),
        new("EmbeddedServers", ["ConnectionStrings:Postgres", "ConnectionStrings:Redis"],
            "ConnectionStrings:Postgres or ConnectionStrings:Redis is not set, so a private server would be started: it has no backup and no replica.",
            facts => IsMissing(facts, "ConnectionStrings:Postgres") || IsMissing(facts, "ConnectionStrings:Redis")),
        new("PrivateRedis", ["ConnectionStrings:Redis"],
            "ConnectionStrings:Postgres is set and ConnectionStrings:Redis is not: several instances on one database need one Redis, "
            + "and each would have its own.",
            facts => !IsMissing(facts, "ConnectionStrings:Postgres") && IsMissing(facts, "ConnectionStrings:Redis")),
        new("LocalFiles", ["Storage:S3:Bucket"],
            "Storage:S3:Bucket is not set, so uploaded pictures would be kept in a folder of this instance: others cannot read it, and it is in "
            + "no backup of the database.",
            facts => IsMissing(facts, "Storage:S3:Bucket")),
    ];

    /// <summary>Allows the mailbox on addresses that other machines reach, in Development.</summary>
    public const string OpenMailbox = "OpenMailbox";

    /// <summary>Every name that <c>Allow</c> knows.</summary>
    public static IEnumerable<string> Names => All.Select(check => check.Name).Append(OpenMailbox);

    public static bool IsAllowed(IConfiguration settings, string name) => bool.TryParse(settings[$"{AllowSection}:{name}"], out var allowed) && allowed;

    /// <summary>The sentences of all checks that apply and are not allowed.</summary>
    public static IEnumerable<string> Problems(StartUpFacts facts) => All
        .Where(check => !IsAllowed(facts.Settings, check.Name) && check.Applies(facts))
        .Select(check => $"{check.Sentence} To start anyway: {AllowSection}:{check.Name}=true.");

    // https://docs.stripe.com/keys: sk_test_…, rk_test_…, pk_test_….
    private static bool IsTestKey(string? key) => key?.Trim() is { Length: > 2 } text && text.AsSpan(2).StartsWith("_test_", StringComparison.Ordinal);

    private static bool IsMissing(StartUpFacts facts, string key) => string.IsNullOrWhiteSpace(facts.Settings[key]);

    private static bool IsDemo(StartUpFacts facts) => bool.TryParse(facts.Settings["Demo:Enabled"], out var enabled) && enabled;
}
