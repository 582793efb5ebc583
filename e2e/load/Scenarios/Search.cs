using System.Globalization;
using Ticketing.Load.Http;
using Ticketing.Load.Reading;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// The search over 100,000 events: completions, words, a broad beginning, typing mistakes, lists, each kind separately at rising rates. All
/// addresses of a kind differ, so that few answers come from the cache of equal questions.
/// </summary>
internal sealed class Search : IScenario
{
    private const int ConnectionsDefault = 64;
    private const int SecondsDefault = 5;
    private const int WarmUpDefault = 5;
    private const int AddressesMax = 400;

    private static readonly int[] Rates = [25, 50, 100, 200];

    private static readonly (string Name, Func<Catalogue, IEnumerable<string>> Paths)[] Kinds =
    [
        ("suggest", Suggest), ("words", Words), ("broad", Broad), ("typo", Typo), ("listing", Listing), ("city", City), ("radius", Radius), ("page", Page),
        ("mixed", Mixed),
    ];

    public string Name => "search";

    public string Summary => "search, completions and lists over 100,000 events at 25 to 200 a second; --seconds N at each rate";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        await using var stack = await LoadStack.StartAsync(options, cancellationToken);
        var figures = new Figures().Add("appMegabytesEmpty", Megabytes(stack));
        Console.WriteLine("  Filling 100,000 events ...");
        var catalogue = await Catalogue.FillAsync(stack.Database, cancellationToken);
        await stack.RestartAppAsync(0, cancellationToken);
        var rebuild = await Catalogue.RebuiltAsync(stack.Database, cancellationToken);
        figures.Add("performances", catalogue.Performances).Add("rebuildSeconds", rebuild, 1)
            .Add("searchMegabytes", await Catalogue.MegabytesAsync(stack.Database, cancellationToken)).Add("appMegabytesRebuilt", Megabytes(stack));

        var pace = new Pace();
        using var loop = new EventLoop(stack.App.Address);
        for (var i = 0; i < (options.Clients ?? ConnectionsDefault); i++)
        {
            loop.Add(new PacedReader(pace));
        }

        var table = new Table("kind", "asked/s", "answered/s", "p50 ms", "p95 ms", "p99 ms", "errors", "app", "postgres", "load", "others");
        foreach (var (name, paths) in Kinds)
        {
            var requests = paths(catalogue).Take(AddressesMax).Select(path => ReadRequests.Get(path, stack.App.Address)).ToArray();
            await StepAsync($"({name})", Rates[0], options.WarmUpSeconds ?? WarmUpDefault, requests, stack, loop, pace, table, null, cancellationToken);
            foreach (var rate in Rates)
            {
                await StepAsync(name, rate, options.Seconds ?? SecondsDefault, requests, stack, loop, pace, table, figures, cancellationToken);
            }
        }

        return figures.Add("appMegabytes", Megabytes(stack));
    }

    /// <param name="figures">Null: a warm-up.</param>
    private static async Task StepAsync(
        string name, int perSecond, int seconds, byte[][] requests, LoadStack stack, EventLoop loop, Pace pace, Table table, Figures? figures,
        CancellationToken cancellationToken)
    {
        pace.Set(requests, perSecond, seconds);
        var before = stack.Cpu();
        await loop.RunOnOwnThread(pace.Step, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var used = (stack.Cpu() - before) / pace.Seconds;
        var (p50, p95, p99) = (pace.Times.Percentile(50), pace.Times.Percentile(95), pace.Times.Percentile(99));
        table.Line(
            name, perSecond, pace.Times.Count / Math.Max(pace.Seconds, seconds), p50, p95, p99, pace.Errors, used.App, used.Postgres, used.Load, used.Others);
        if (pace.Errors > 0)
        {
            Console.WriteLine("  wrong response: " + pace.Example);
        }

        if (figures is not null)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{name}.at{perSecond}");
            figures.Add(prefix + ".p50Ms", p50, 2).Add(prefix + ".p95Ms", p95, 2).Add(prefix + ".p99Ms", p99, 2).AddFault(prefix + ".errors", pace.Errors);
        }
    }

    private static double Megabytes(LoadStack stack) => CpuMeter.ResidentMegabytes(stack.App.Id);

    private static IEnumerable<string> Suggest(Catalogue catalogue) =>
        Beginnings(catalogue).Select(text => $"/api/v1/events/suggest?q={Escaped(text)}");

    private static IEnumerable<string> Words(Catalogue catalogue) =>
        catalogue.Titles.Select(title => $"/api/v1/events?q={Escaped(TwoWords(title))}");

    private static IEnumerable<string> Broad(Catalogue catalogue) =>
        catalogue.Titles.Select(title => $"/api/v1/events?q={Escaped(title[..3])}&limit={10 + (title.Length % 7)}");

    private static IEnumerable<string> Typo(Catalogue catalogue) =>
        catalogue.Titles.Select(title => $"/api/v1/events?q={Escaped(Mistyped(title))}");

    private static IEnumerable<string> Listing(Catalogue catalogue) =>
        Enumerable.Range(1, 50).SelectMany(page => new[] { $"/events?page={page}", $"/events?sort=price&page={page}" });

    private static IEnumerable<string> City(Catalogue catalogue) =>
        catalogue.CityNames.Select((city, number) => $"/api/v1/events?city={Escaped(city)}&{Days(number % 20, 30)}");

    private static IEnumerable<string> Radius(Catalogue catalogue) => catalogue.Places.Select((place, number) => string.Create(
        CultureInfo.InvariantCulture, $"/api/v1/events?near={place.Latitude:F4},{place.Longitude:F4}&radiusKm=50&sort=distance&{Days(number % 20, 30)}"));

    private static IEnumerable<string> Page(Catalogue catalogue) => catalogue.Titles.Select(title => $"/events?q={Escaped(TwoWords(title))}");

    /// <summary>As visitors ask: of 20 questions 10 are completions, 5 words, 2 lists, 1 a city, 1 a radius, 1 a typo or a broad beginning.</summary>
    private static IEnumerable<string> Mixed(Catalogue catalogue)
    {
        Func<Catalogue, IEnumerable<string>>[] round =
            [Suggest, Words, Suggest, Listing, Suggest, Words, Suggest, City, Suggest, Page, Suggest, Words, Suggest, Radius, Suggest, Listing, Suggest, Words, Suggest];
        var known = round.Append(Typo).Append(Broad).Distinct().ToDictionary(kind => kind, kind => kind(catalogue).Distinct().ToList());
        for (var number = 0; number < AddressesMax; number++)
        {
            var kind = number % 20 == 19 ? number % 40 == 19 ? Typo : Broad : round[number % 20];
            yield return known[kind][number / 2 % known[kind].Count];
        }
    }

    // Two to six letters.
    private static IEnumerable<string> Beginnings(Catalogue catalogue) =>
        catalogue.Titles.Select((title, number) => title[..Math.Min(title.Length, 2 + (number % 5))]);

    // The second one unfinished.
    private static string TwoWords(string title)
    {
        var words = title.Split(' ');
        return words.Length < 2 ? title : $"{words[0]} {words[1][..Math.Max(3, words[1].Length - 2)]}";
    }

    // Two letters swapped in the first word.
    private static string Mistyped(string title)
    {
        var word = title.Split(' ')[0];
        return word.Length < 5 ? word : $"{word[..2]}{word[3]}{word[2]}{word[4..]}";
    }

    private static string Days(int after, int count)
    {
        var first = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(after);
        return string.Create(CultureInfo.InvariantCulture, $"from={first:yyyy-MM-dd}&to={first.AddDays(count):yyyy-MM-dd}");
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text);
}
