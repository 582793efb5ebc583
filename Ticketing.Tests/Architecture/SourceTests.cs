using System.Text.RegularExpressions;

namespace Ticketing.Tests.Architecture;

/// <summary>Source rules that no analyzer checks.</summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 350;

    // Analyzers check C# (.editorconfig) but skip the code generated from components.
    private static readonly List<string> Components = [.. Repository.Files(".razor")];
    private static readonly List<string> Product = [.. Repository.Files(".cs", ".razor").Where(file => !file.StartsWith("Ticketing.Tests/", StringComparison.Ordinal) && !file.StartsWith("e2e/", StringComparison.Ordinal))];

    [Fact]
    public void Files_OverTheLineLimit_DoNotExist() => Assert.Empty(Repository.Files(".cs", ".razor", ".js")
        .Where(file => !file.EndsWith(".min.js", StringComparison.Ordinal))
        .Select(file => (file, lines: Repository.Read(file).AsSpan().Count('\n')))
        .Where(file => file.lines > LinesMax)
        .Select(file => $"{file.file}: {file.lines} lines"));

    // The document of a catalogue page does not link the scoped styles.
    [Fact]
    public void Styles_OfTheCatalogue_AreNotScoped() => Assert.DoesNotContain(
        Repository.Files(".css"), file => file.StartsWith("Ticketing.App/Catalog/", StringComparison.Ordinal));

    [Fact]
    public void Methods_AsyncVoid_DoNotExist() => AssertNowhere(Components, AsyncVoid());

    [Fact]
    public void Tasks_Discarded_DoNotExist() => AssertNowhere(Product, DiscardedTask());

    [Fact]
    public void Clock_OfTheSystem_IsNotRead() => AssertNowhere(Components, SystemClock());

    [Fact]
    public void CatchBlocks_Empty_DoNotExist() => AssertNowhere(Product, EmptyCatch());

    [Fact]
    public void Waits_BlockingOnATask_DoNotExist() => AssertNowhere(Components, BlockingWait());

    // A request for seats without its origin would count for no budget.
    [Fact]
    public void SeatRequests_OfTheApp_NameTheirOrigin()
    {
        var requests = Product.Where(file => file.StartsWith("Ticketing.App/", StringComparison.Ordinal))
            .SelectMany(file => SeatRequest().Matches(Repository.Read(file)).Select(match => $"{file}: {match.Value}")).ToList();

        Assert.NotEmpty(requests);
        Assert.DoesNotContain(requests, request => !request.Contains("Origin =", StringComparison.Ordinal));
    }

    [Fact]
    public void TaskMarkers_InSource_DoNotExist() => AssertNowhere(
        Repository.Files(".cs", ".razor", ".js", ".css", ".sql", ".lua").Where(file => Path.GetFileName(file) != "SourceTests.cs"), Leftover());

    // App/Hosting/Pipeline/NoStore says it for all; a page that says it earlier makes antiforgery log a warning for each request.
    [Fact]
    public void NoStore_OfSingleAnswers_IsNotWritten() => AssertNowhere(
        Product.Where(file => file.StartsWith("Ticketing.App/", StringComparison.Ordinal) && Path.GetFileName(file) != "NoStore.cs"), NoStore());

    // EF Core and data protection wrap what Npgsql throws, and a worker that ends takes the application with it.
    [Fact]
    public void Outages_OfTheDatabase_AreRecognizedInOnePlace() => AssertNowhere(Product, NpgsqlCatch());

    private static void AssertNowhere(IEnumerable<string> files, Regex pattern) => Assert.Empty(files.SelectMany(file => Repository.Read(file)
        .Split('\n')
        .Select((line, index) => (line, number: index + 1))
        .Where(line => pattern.IsMatch(line.line) && !Comment().IsMatch(line.line))
        .Select(line => $"{file}:{line.number}: {line.line.Trim()}")));

    [GeneratedRegex(@"catch\s*\((NpgsqlException|PostgresException)\b[^)]*\)\s*$")]
    private static partial Regex NpgsqlCatch();

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    // `_ = SomethingAsync(…)`: its exception is unobserved.
    [GeneratedRegex(@"(^|[;{(]\s*|=>\s*)_\s*=\s*(await\s+)?[\w.]+(Async\b|\.Run\b|\.StartNew\b)(?<!await.*)")]
    private static partial Regex DiscardedTask();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\bcatch\b[^{]*\{\s*(return\s+(default|null|false|true|0)?;?\s*)?\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\.(GetAwaiter\(\)\.GetResult\(\)|Wait\(\))")]
    private static partial Regex BlockingWait();

    // A change that only removes seats needs none.
    [GeneratedRegex(@"new (HoldSeats|ChangeHold)\((?![^;]*\{ Remove = )[^;]*;")]
    private static partial Regex SeatRequest();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"CacheControl\s*=.*no-store")]
    private static partial Regex NoStore();

    // XML documentation may name a forbidden construct.
    [GeneratedRegex(@"^\s*///")]
    private static partial Regex Comment();
}
