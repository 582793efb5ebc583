using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Ticketing.App.Hosting.StartUp;

namespace Ticketing.Tests.Hosting;

/// <summary>The start-up gate over every stand-in and every setting.</summary>
public sealed class StartUpChecksTests
{
    // A production with nothing to complain about. No certificate: its file is read (StartUpTests).
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["ConnectionStrings:Postgres"] = "Host=db.internal;Username=ticketing;Database=ticketing",
        ["ConnectionStrings:Redis"] = "redis.internal:6379",
        ["DataProtection:CertificateFile"] = "keys.p12",
        ["Mail:Smtp:Host"] = "smtp.example",
        ["Payments:SecretKey"] = "sk_live_secret",
        ["Payments:PublishableKey"] = "pk_live_key",
        ["Payments:WebhookSecrets:0"] = "whsec_secret",
        ["Proxy:KnownNetworks:0"] = "10.0.0.0/8",
        ["Site:Url"] = "https://tickets.example",
        ["Storage:S3:Bucket"] = "tickets",
    };

    // A value that must be refused, for each check of a setting without an options class.
    private static readonly Dictionary<string, (string Key, string Value)[]> BadValues = new()
    {
        ["ConnectionStrings:Postgres"] = [("ConnectionStrings:Postgres", "garbage"), ("ConnectionStrings:Postgres", "Host=db;Port=many"), ("ConnectionStrings:Postgres", "Username=x")],
        ["ConnectionStrings:Redis"] = [("ConnectionStrings:Redis", "redis,asyncTimeout=never"), ("ConnectionStrings:Redis", "ssl=true")],
        ["DataProtection:CertificateFile"] = [("DataProtection:CertificateFile", "/nowhere/keys.p12"), ("DataProtection:CertificateFile", "/dev/null")],
        ["urls"] = [("urls", "8080"), ("urls", "http://127.0.0.1:99999")],
        ["Proxy:KnownNetworks"] = [("Proxy:KnownNetworks:0", "10.0.0.0/99"), ("Proxy:KnownNetworks:0", "proxy")],
        ["Proxy:ForwardLimit"] = [("Proxy:ForwardLimit", "0"), ("Proxy:ForwardLimit", "11"), ("Proxy:ForwardLimit", "all")],
        ["Embedded:Durable"] = [("Embedded:Durable", "perhaps")],
        ["Announce"] = [("Announce", "loud")],
        ["Logging"] = [("Logging:LogLevel:Default", "Loud"), ("Logging:Console:LogLevel:Microsoft", "Loud")],
        ["Allow"] = [("Allow:Everything", "true"), ("Allow:LocalMail", "yes")],
    };

    public static TheoryData<string> StandIns => [.. StandInCheck.All.Select(check => check.Name)];

    public static TheoryData<string> SettingChecks => [.. SettingCheck.All.Select(check => check.Key)];

    public static TheoryData<string, string> BoundValues =>
        [.. from options in BoundSettings.Types
            from value in BoundSettings.Values(options, BoundSettings.SectionOf(options)!)
            from bad in BadValuesOf(value.Type)
            select (value.Key, bad)];

    [Fact]
    public void Production_FullyConfigured_HasNoProblem() => Assert.Empty(StandInCheck.Problems(new StartUpFacts(Settings())));

    [Theory]
    [MemberData(nameof(StandIns))]
    public void StandIn_NotAllowed_IsRefusedWithTheKeyThatAllowsIt(string name)
    {
        var check = StandInCheck.All.Single(check => check.Name == name);

        var refused = StandInCheck.Problems(Facts(check));
        var allowed = StandInCheck.Problems(Facts(check, ($"Allow:{name}", "true")));
        var denied = StandInCheck.Problems(Facts(check, ($"Allow:{name}", "false")));

        Assert.Contains(refused, problem => problem.StartsWith(check.Sentence, StringComparison.Ordinal) && problem.Contains($"Allow:{name}=true", StringComparison.Ordinal));
        Assert.DoesNotContain(allowed, problem => problem.StartsWith(check.Sentence, StringComparison.Ordinal));
        Assert.Equal(refused, denied);
    }

    [Theory]
    [MemberData(nameof(StandIns))]
    public void StandIn_OfTheTable_NamesItsSettings(string name)
    {
        var check = StandInCheck.All.Single(check => check.Name == name);

        Assert.All(check.Settings.Where(key => key != "urls"), key => Assert.Contains(key, check.Sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://tickets.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public void SiteUrl_NotHttps_IsRefused(string url) =>
        Assert.Contains(StandInCheck.Problems(new StartUpFacts(Settings(("Site:Url", url)))), problem => problem.Contains("Allow:PlainSite", StringComparison.Ordinal));

    [Fact]
    public void Demo_InTheDatabase_IsRefused()
    {
        var problems = StandInCheck.Problems(new StartUpFacts(Settings(), HasDemoData: true, HasDemoAccounts: true)).ToList();

        Assert.Equal(2, problems.Count);
    }

    [Fact]
    public void Https_WithoutAProxy_IsEnough()
    {
        var settings = Settings(("Proxy:KnownNetworks:0", null), ("urls", "http://*:80;https://*:443"));

        Assert.Empty(StandInCheck.Problems(new StartUpFacts(settings)));
    }

    [Theory]
    [MemberData(nameof(SettingChecks))]
    public void Setting_BadValue_IsOneSentenceThatNamesIt(string check)
    {
        Assert.All(BadValues[check], bad =>
        {
            var sentence = Assert.Single(SettingCheck.All.Single(known => known.Key == check).Problems(Settings((bad.Key, bad.Value))));
            Assert.Contains(bad.Key, sentence, StringComparison.Ordinal);
            Assert.EndsWith(".", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', sentence);
        });
    }

    [Theory]
    [MemberData(nameof(BoundValues))]
    public void Value_OfAnOptionsClass_Bad_IsOneSentenceThatNamesIt(string key, string value)
    {
        var sentence = Assert.Single(BoundSettings.Problems(Settings((key, value))));

        Assert.StartsWith(key, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    // Guards the theory above against an empty table.
    [Fact]
    public void Values_OfAllOptionsClasses_AreFound()
    {
        string[] some = ["Inventory:BatchMax", "Mail:Smtp:Port", "Payments:Local:PaymentSettleSeconds", "Site:Url", "RateLimits:Enabled"];

        Assert.Subset(BoundValues.Select(row => row.Data.Item1).ToHashSet(), some.ToHashSet());
    }

    [Fact]
    public async Task Gate_ManyProblems_ReportsAllAtOnce()
    {
        var settings = Settings(("Inventory:BatchMax", "many"), ("Access:LockoutAttempts", "0"), ("Mail:Smtp:Host", null), ("Allow:Everthing", "true"));

        var refusal = await Assert.ThrowsAsync<StartUpRefusedException>(
            () => StartUpGate.CheckSettingsAsync(settings, new Surroundings(Environments.Production), (_, _) => Task.FromResult((false, false))));

        Assert.All(
            ["Inventory:BatchMax", "Access:LockoutAttempts", "Mail:Smtp:Host", "Allow:Everthing", "DataProtection:CertificateFile"],
            key => Assert.Single(refusal.Problems, problem => problem.StartsWith(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Gate_InDevelopment_AllowsStandInsButNoBadValue()
    {
        var none = new ConfigurationBuilder().Build();
        var bad = new ConfigurationBuilder().AddInMemoryCollection([new("Inventory:BatchMax", "many")]).Build();
        var development = new Surroundings(Environments.Development);

        await StartUpGate.CheckSettingsAsync(none, development, (_, _) => Task.FromResult((true, true)));
        var refusal = await Assert.ThrowsAsync<StartUpRefusedException>(
            () => StartUpGate.CheckSettingsAsync(bad, development, (_, _) => Task.FromResult((true, true))));

        Assert.Single(refusal.Problems);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1:5000;http://[::1]:5000", true)]
    [InlineData("http://0.0.0.0:5000", false)]
    [InlineData("http://localhost:5000;http://*:5001", false)]
    [InlineData("http://[::]:5000", false)]
    [InlineData("http://192.0.2.7:5000", false)]
    public void Addresses_OfTheSettings_AreLoopbackOrNot(string? urls, bool isLoopback) =>
        Assert.Equal(isLoopback, ListeningAddresses.AreLoopback(new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls)]).Build()));

    private static IEnumerable<string> BadValuesOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) => ["many", "-1", long.MaxValue.ToString(CultureInfo.InvariantCulture)],
        var other when other == typeof(bool) => ["perhaps"],
        var other when other == typeof(Uri) => ["http://["],
        _ => [],
    };

    private static StartUpFacts Facts(StandInCheck check, params (string Key, string? Value)[] more)
    {
        // The demo is switched on, every other stand-in serves where its setting is missing.
        var changes = check.Settings.Select(key => key == "Demo:Enabled" ? (key, "true") : (key, (string?)null))
            .Concat(check.Settings.Select(key => ($"{key}:0", (string?)null)))
            .Concat(check.Name == "TestPayments" ? [("Payments:SecretKey", "rk_test_secret"), ("Payments:PublishableKey", "pk_live_key")] : [])
            .Concat(check.Name == "PrivateRedis" ? [("ConnectionStrings:Postgres", Good["ConnectionStrings:Postgres"])] : []);
        return new StartUpFacts(Settings([.. changes.Concat(more).GroupBy(change => change.Item1, (_, values) => values.Last())]));
    }

    private static IConfiguration Settings(params (string Key, string? Value)[] changes) => new ConfigurationBuilder()
        .AddInMemoryCollection(Good)
        .AddInMemoryCollection(changes.Select(change => KeyValuePair.Create(change.Key, change.Value)))
        .Build();

    private sealed class Surroundings(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
