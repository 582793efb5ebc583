using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Catalog.Questions;
using Ticketing.Infrastructure.Limits;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Catalog.Search;

/// <summary>Counts of what visitors search for, synonyms, and their page.</summary>
public sealed class SearchLogTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("  Bach, Johann ", "bach johann")]
    [InlineData("KÖLN", "koln")]
    [InlineData("24k 2027", null)]
    [InlineData("festival 2027", "festival 2027")]
    [InlineData("sam@example.org", null)]
    [InlineData("call 0170 1234567", null)]
    [InlineData("T-7K3M9Q2X 12345", null)]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void Text_Typed_IsCountedOnlyWithoutNumbersAndAddresses(string? text, string? key) => Assert.Equal(key, SearchLogRules.KeyOf(text));

    [Fact]
    public void Text_Pasted_IsNotCounted() => Assert.Null(SearchLogRules.KeyOf(string.Join(' ', Enumerable.Repeat("letters", 12))));

    [Fact]
    public void Questions_AreCountedByResult_WithoutPagesAndFilters()
    {
        var log = new SearchLog();
        var (found, none) = (CatalogAnswer.Empty with { Total = 3 }, CatalogAnswer.Empty);
        log.Count(new CatalogQuery { Text = "Bach" }, found);
        log.Count(new CatalogQuery { Text = "bach!", City = "Berlin" }, found);
        log.Count(new CatalogQuery { Text = "bach", Skip = 20 }, found);
        log.Count(new CatalogQuery { Text = "bach", Limit = 0 }, found);
        log.Count(new CatalogQuery { Text = "bach", IsVerbatim = true, IsLookUp = true }, none);
        log.Count(new CatalogQuery { Text = "bach", City = "Berlin" }, none);
        log.Count(new CatalogQuery { Text = "bahc" }, none);
        log.Count(new CatalogQuery { City = "Berlin" }, found);

        var counts = log.Take();

        Assert.Equal([("bach", true, 2L), ("bahc", false, 1L)], counts.Select(count => (count.Key.Query, count.Key.IsFound, count.Value)).Order());
        Assert.Empty(log.Take());
        log.GiveBack(counts);
        log.Count(new CatalogQuery { Text = "bach" }, found);
        Assert.Equal(3, log.Take()[("bach", true)]);
    }

    [Fact]
    public void Questions_InAFlood_AreLimited()
    {
        var log = new SearchLog();
        for (var i = 0; i < 5_000; i++)
        {
            log.Count(new CatalogQuery { Text = "word " + string.Concat(i.ToString("D4", System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0'))) }, CatalogAnswer.Empty);
        }

        Assert.Equal(1_000, log.Take().Count);
    }

    [Fact]
    public async Task Searches_AreCountedAndShownToAdmins()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (database, app) = (office.Shop.Database, office.Shop.App);
        using var http = app.CreateClient();
        for (var i = 0; i < 3; i++)
        {
            // Another page each time: equal ones may share an answer.
            using var answer = await http.GetAsync(new Uri($"api/v1/events?q=flying+walrus&limit={i + 1}", UriKind.Relative), Stop);
        }

        using var rare = await http.GetAsync(new Uri("api/v1/events?q=rare+question", UriKind.Relative), Stop);
        var worker = Assert.Single(app.Services.GetServices<IHostedService>().OfType<SearchLogWorker>());
        // Its own pass may be writing; and an application that other tests used may have counted their questions.
        await Eventually.TrueAsync(async () =>
        {
            await worker.FlushAsync(Stop);
            return await database.ScalarAsync<long>("select count(*) from search_queries where query in ('flying walrus', 'rare question')") == 2;
        });
        await database.ExecuteAsync("insert into search_queries values (current_date - 40, 'long ago', true, 9), (current_date - 8, 'once', true, 1)");

        Assert.Equal(
            ["flying walrus 3 f", "rare question 1 f"],
            await database.ListAsync<string>(
                "select concat_ws(' ', query, count, is_found) from search_queries where query in ('flying walrus', 'rare question') order by 1"));
        var reader = office.Service<SearchLogReader>();
        var report = (await reader.HandleAsync(new ReadSearchLog(BackOffice.Admin()), Stop))!;
        foreach (var list in new[] { report.Frequent, report.WithoutHits })
        {
            Assert.Contains(new LoggedQuery("flying walrus", 3, 3), list);
            Assert.DoesNotContain(list, query => query.Text is "rare question" or "long ago" or "once");
        }
        Assert.Null(await reader.HandleAsync(new ReadSearchLog(BackOffice.Member(office.Sells)), Stop));

        await worker.CleanAsync(Stop);
        Assert.Equal(
            ["flying walrus", "rare question"],
            await database.ListAsync<string>(
                "select query from search_queries where query in ('flying walrus', 'rare question', 'long ago', 'once') order by 1"));

        using var admin = await office.Accounts.SignInAsAsync(Roles.Admin);
        var page = await admin.GetAsync("/admin/search");
        Assert.Contains("flying walrus", page.Document.QuerySelector("#without-results-title")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("rare question", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("[data-testid=no-synonyms]"));
    }

    [Fact]
    public async Task Synonyms_OfAdmins_AreAddedOnceAndAudited()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (handler, admin, member) = (office.Service<SynonymsHandler>(), BackOffice.Admin(), BackOffice.Member(office.Sells));

        Assert.Equal(SynonymRefusal.NotFound, (await handler.HandleAsync(new AddSynonyms("musical, show", member), Stop)).Refusal);
        Assert.Equal(SynonymRefusal.WordsInvalid, (await handler.HandleAsync(new AddSynonyms("musical", admin), Stop)).Refusal);
        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => handler.HandleAsync(new AddSynonyms("Musical, show", admin), Stop)));
        var group = Assert.Single(added, outcome => outcome.Succeeded).Value!;
        Assert.All(added.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(SynonymRefusal.WordTaken, outcome.Refusal));
        Assert.Equal(["Musical", "show"], Assert.Single(await handler.HandleAsync(new ListSynonyms(admin), Stop)).Words);
        Assert.Empty(await handler.HandleAsync(new ListSynonyms(member), Stop));

        Assert.Equal(SynonymRefusal.NotFound, await handler.HandleAsync(new RemoveSynonyms(group.Id, member), Stop));
        Assert.Equal(SynonymRefusal.NotFound, await handler.HandleAsync(new RemoveSynonyms(Guid.NewGuid(), admin), Stop));
        Assert.Null(await handler.HandleAsync(new RemoveSynonyms(group.Id, admin), Stop));
        Assert.Empty(await handler.HandleAsync(new ListSynonyms(admin), Stop));
        Assert.Equal(
            ["search.synonyms-added", "search.synonyms-removed"],
            await office.Shop.Database.ListAsync<string>(
                "select action from audit_entries where subject_type = 'synonyms' and subject_id = $1 order by action", group.Id.ToString()));
    }

    [Fact]
    public async Task Synonyms_OfOneAdmin_AreLimited()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (handler, admin) = (office.Service<SynonymsHandler>(), BackOffice.Admin());
        for (var i = 0; i < CommandLimits.SearchChanges.PerAccount; i++)
        {
            Assert.Equal(SynonymRefusal.NotFound, await handler.HandleAsync(new RemoveSynonyms(Guid.NewGuid(), admin), Stop));
        }

        Assert.Equal(SynonymRefusal.TooOften, await handler.HandleAsync(new RemoveSynonyms(Guid.NewGuid(), admin), Stop));
        Assert.Equal(SynonymRefusal.TooOften, (await handler.HandleAsync(new AddSynonyms("musical, show", admin), Stop)).Refusal);
    }
}
