using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Presales;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.Tests.Publishing;

/// <summary>Reduced and group prices from the draft to the catalogue.</summary>
public sealed class DraftOffersTests(PublishingLab lab) : IClassFixture<PublishingLab>
{
    private static readonly DraftReduction Child = new(Guid.NewGuid()) { Name = "Child", PercentOff = 5000, Note = "Up to 14 years", PerOrderMax = 2 };
    private static readonly DraftReduction Student = new(Guid.NewGuid()) { Name = " Student ", Price = 3000 };
    private static readonly DraftGroupPrice Group = new() { From = 10, PercentOff = 1000 };

    private static readonly (string Field, Func<DraftTier, DraftTier> Change)[] Wrong =
    [
        ("reductions[0].name", tier => With(tier, Child with { Name = " " })),
        ("reductions[0].name", tier => With(tier, Child with { Name = new string('x', 61) })),
        ("reductions[1].name", tier => With(tier, Child, Child with { Id = Guid.NewGuid(), Name = " CHILD" })),
        ("reductions[0].price", tier => With(tier, Child with { PercentOff = null })),
        ("reductions[0].price", tier => With(tier, Child with { PercentOff = -1 })),
        ("reductions[0].price", tier => With(tier, Child with { PercentOff = 10_001 })),
        ("reductions[0].price", tier => With(tier, Child with { PercentOff = 0 })),
        ("reductions[0].price", tier => With(tier, Child with { PercentOff = null, Price = -1 })),
        ("reductions[0].price", tier => With(tier, Child with { PercentOff = null, Price = 4500 })),
        ("reductions[0].price", tier => With(tier, Child with { PercentOff = null, Price = long.MaxValue })),
        ("reductions[0].price", tier => With(tier with { Price = 0 }, Child)),
        ("reductions[0].note", tier => With(tier, Child with { Note = new string('x', 101) })),
        ("reductions[0].note", tier => With(tier, Child with { Note = "a\u0007b" })),
        ("reductions[0].perOrderMax", tier => With(tier, Child with { PerOrderMax = 0 })),
        ("reductions", tier => With(tier, [.. Enumerable.Range(0, 11).Select(i => new DraftReduction(Guid.NewGuid()) { Name = $"R{i}", Price = 1 })])),
        ("group.from", tier => tier with { Group = Group with { From = 1 } }),
        ("group.from", tier => tier with { Group = Group with { From = 501 } }),
        ("group.price", tier => tier with { Group = Group with { PercentOff = null } }),
        ("group.price", tier => tier with { Group = Group with { PercentOff = null, Price = 4500 } }),
    ];

    private static readonly (string Field, DraftTierRules Rules)[] WrongRules =
    [
        ("opensAt", new DraftTierRules { OpensAt = DateTime.MinValue }),
        ("closesAt", new DraftTierRules { ClosesAt = DateTime.MaxValue }),
        ("closesAt", new DraftTierRules { OpensAt = new DateTime(2031, 5, 1, 20, 0, 0), ClosesAt = new DateTime(2031, 5, 1, 20, 0, 0) }),
        ("perOrderMin", new DraftTierRules { PerOrderMin = 0 }),
        ("perOrderMin", new DraftTierRules { PerOrderMin = 11 }),
        ("perOrderMax", new DraftTierRules { PerOrderMax = 0 }),
        ("perOrderMax", new DraftTierRules { PerOrderMin = 3, PerOrderMax = 2 }),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Offers_ThatAreWrong_NameTheirField() => Assert.All(Wrong, wrong =>
    {
        var tier = wrong.Change(new DraftTier("stalls") { Name = "Stalls", Price = 4500 });

        Assert.False(DraftOffers.AreComplete(tier, "EUR"));
        var problems = DraftChecks.Of(new EventDraft { Prices = new DraftPrices { Tiers = [tier] } }, null, null, DateTimeOffset.UnixEpoch);
        Assert.Contains(problems, problem => problem.Field == "prices.tiers[0]." + wrong.Field);
        Assert.All(problems, problem => Assert.Contains(' ', string.Format(CultureInfo.InvariantCulture, problem.Sentence, [.. problem.Arguments])));
    });

    [Fact]
    public void Rules_ThatAreWrong_NameTheirField() => Assert.All(WrongRules, wrong =>
    {
        var draft = new EventDraft { Prices = new DraftPrices { Tiers = [new DraftTier("stalls") { Name = "Stalls", Price = 4500, Rules = wrong.Rules }] } };

        var problems = DraftChecks.Of(draft, null, null, DateTimeOffset.UnixEpoch);

        Assert.Contains(problems, problem => problem.Field == "prices.tiers[0].rules." + wrong.Field);
    });

    [Fact]
    public async Task Publication_WithRules_SellsByThem()
    {
        var seller = await lab.SellerAsync();
        var opens = PublishingLab.Evening(10);
        var rules = new DraftTierRules { OpensAt = opens, PerOrderMin = 2, PerOrderMax = 4 };
        var published = await lab.PublishAsync(
            await lab.StartAsync(seller, Change(seller.Draft(30), tier => tier with { Rules = rules })), seller.Owner);

        Assert.False(published.HasChanges);
        Assert.Equal(409, (await lab.HoldAsync(published.Document.Dates[0].Id)).Status);
        var tier = (await lab.FindAsync(published))!.Event.Performances[0].Tiers[0];
        Assert.Equal((LocalTimes.ToInstant(opens, "Europe/Berlin"), 2, 4), (tier.Rules.OpensAt, tier.Rules.PerOrderMin, tier.Rules.PerOrderMax));

        // A copy has the numbers without the times, also from the catalogue.
        await lab.Database.ExecuteAsync("delete from event_drafts where event_id = $1", published.Id.Value);
        var copy = await lab.Service<EventDrafts>().HandleAsync(new StartDraft(seller.Id, published.Id, seller.Owner), Stop);
        Assert.Equal(rules with { OpensAt = null }, copy.Value!.Document.Prices.Tiers[0].Rules);
    }

    [Fact]
    public async Task Publication_OfATierByCode_SellsItByCodeAndWarnsUntilAPresaleSellsIt()
    {
        var seller = await lab.SellerAsync();
        var rules = new DraftTierRules { ByCode = true };
        var draft = await lab.StartAsync(seller, Change(seller.Draft(30, 31), tier => tier with { Rules = rules }));
        Assert.Empty(draft.Problems);
        Assert.Equal([("prices.tiers[0].rules.byCode", DraftSentences.NoPresale)], draft.Warnings.Select(warning => (warning.Field, warning.Sentence)));

        var published = await lab.PublishAsync(draft, seller.Owner);
        Assert.Single(published.Warnings);
        var performance = (await lab.FindAsync(published))!.Event.Performances[0];
        Assert.Empty(performance.Tiers);
        Assert.True(Assert.Single(performance.ByCode).Rules.ByCode);
        Assert.Equal(403, (await lab.HoldAsync(published.Document.Dates[0].Id)).Status);

        // Of one date, of another category, then of both dates.
        await PresaleAsync(published, seller, ["stalls"], [published.Document.Dates[0].Id]);
        await PresaleAsync(published, seller, ["balcony"], []);
        Assert.Single((await ReadAsync(published, seller)).Warnings);
        await PresaleAsync(published, seller, [], []);
        Assert.Empty((await ReadAsync(published, seller)).Warnings);

        // A copy is sold by code, too.
        await lab.Database.ExecuteAsync("delete from event_drafts where event_id = $1", published.Id.Value);
        var copy = await lab.Service<EventDrafts>().HandleAsync(new StartDraft(seller.Id, published.Id, seller.Owner), Stop);
        Assert.Equal(rules, copy.Value!.Document.Prices.Tiers[0].Rules);
        Assert.Single(copy.Value.Warnings);

        // Publishing without the mark shows the tier to everybody.
        var stored = await ReadAsync(published, seller);
        var saved = await lab.SaveAsync(stored, Change(stored.Document, tier => tier with { Rules = DraftTierRules.None }), seller.Owner);
        var open = await lab.PublishAsync(saved, seller.Owner);
        Assert.Single((await lab.FindAsync(open))!.Event.Performances[0].Tiers);
        Assert.Equal(201, (await lab.HoldAsync(published.Document.Dates[0].Id)).Status);
    }

    [Theory]
    [InlineData(4500, 5000, "EUR", 2250)]
    [InlineData(4999, 3333, "EUR", 3333)]
    [InlineData(9801, 1050, "JPY", 8772)]
    [InlineData(45_010, 3333, "KWD", 30_010)]
    [InlineData(4500, 10_000, "EUR", 0)]
    public void Percent_OffAPrice_IsAnAmountThatCanBeCharged(long full, int off, string currency, long amount) =>
        Assert.Equal(amount, DraftOffers.AmountOf(null, off, full, currency));

    [Fact]
    public void Document_FromBeforeOffers_IsTheSameAsOneWithNone()
    {
        var draft = new EventDraft { Prices = new DraftPrices { Tiers = [new DraftTier("stalls") { Price = 4500 }] } };
        var node = JsonNode.Parse(EventDraftJson.Write(draft))!;
        var tier = node["prices"]!["tiers"]![0]!.AsObject();
        tier.Remove("reductions");
        tier.Remove("group");

        Assert.True(EventDraftJson.AreSame(node.ToJsonString(), EventDraftJson.Write(draft)));
        Assert.False(EventDraftJson.AreSame(node.ToJsonString(), EventDraftJson.Write(Offered(draft))));
    }

    [Fact]
    public void Merge_OfTwoEditors_KeepsBothReductions()
    {
        var seen = Offered(new EventDraft { Prices = new DraftPrices { Tiers = [new DraftTier("stalls") { Price = 4500 }] } });
        var stored = Change(seen, tier => tier with { Reductions = tier.Reductions.SetItem(0, Child with { Note = "From others" }) });
        var added = new DraftReduction(Guid.NewGuid()) { Name = "Senior", Price = 4000 };
        var sent = Change(seen, tier => tier with { Reductions = tier.Reductions.Add(added) });

        var merged = DraftMerge.Merge(seen, stored, sent);

        Assert.Empty(merged.Conflicts);
        Assert.Equal([$"prices.tiers[stalls].reductions[{Child.Id}].note"], merged.TakenOver);
        Assert.Equal(["Child", " Student ", "Senior"], merged.Document.Prices.Tiers[0].Reductions.Select(reduction => reduction.Name));
    }

    [Fact]
    public async Task Publication_WithOffers_SellsThem()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishAsync(await lab.StartAsync(seller, Offered(seller.Draft(30, 31))), seller.Owner);

        Assert.False(published.HasChanges);
        var date = published.Document.Dates[0].Id;
        Assert.Equal(2L, await CountAsync(published, "true"));
        var tier = (await lab.FindAsync(published))!.Event.Performances[0].Tiers[0];
        Assert.Equal(
            [("Child", "Up to 14 years", 2250L, 2400L), ("Student", null, 3000L, 3150L)],
            tier.Reductions.Select(each => (each.Name, each.Note, each.Price.Amount, each.AllIn.Amount)));
        Assert.Equal((10, 4050L, 4200L), (tier.Group!.From, tier.Group.Price.Amount, tier.Group.AllIn.Amount));
        using var client = lab.CreateClient();
        var answer = JsonNode.Parse(await client.GetStringAsync($"api/v1/performances/{date}", Stop))!["performance"]!;
        Assert.Equal("Child", answer["tiers"]![0]!["reductions"]![0]!["name"]!.GetValue<string>());
        Assert.Equal(4200, answer["tiers"]![0]!["group"]!["allIn"]!["amount"]!.GetValue<long>());
        var page = await client.GetStringAsync($"events/{published.Slug}", Stop);
        Assert.Contains("Up to 14 years", page, StringComparison.Ordinal);
        Assert.Contains("From 10 seats, each", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publication_OfOtherOffers_EndsTheFormerPeriod()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishAsync(await lab.StartAsync(seller, Offered(seller.Draft(30))), seller.Owner);

        // Nothing about the offers: their period goes on.
        var renamed = await lab.PublishAsync(await lab.SaveAsync(published, published.Document.WithTitle("Another title"), seller.Owner), seller.Owner);
        Assert.Equal(1L, await CountAsync(published, "true"));

        // A percentage follows the full price.
        var dearer = await lab.PublishAsync(await lab.SaveAsync(renamed, renamed.Document.WithPrice(6000), seller.Owner), seller.Owner);
        Assert.Equal(2L, await CountAsync(published, "true"));
        Assert.Equal(1L, await CountAsync(published, "o.until_at is null and o.terms->'reductions'->0->>'price' = '3000'"));

        var without = await lab.PublishAsync(
            await lab.SaveAsync(dearer, Change(dearer.Document, tier => tier with { Reductions = [], Group = null }), seller.Owner), seller.Owner);
        Assert.Equal(0L, await CountAsync(published, "o.until_at is null"));
        Assert.Empty((await lab.FindAsync(without))!.Event.Performances[0].Tiers[0].Reductions);
    }

    [Fact]
    public async Task Copy_OfAnEvent_HasItsOffers()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishAsync(await lab.StartAsync(seller, Offered(seller.Draft(30))), seller.Owner);
        await lab.Database.ExecuteAsync("delete from event_drafts where event_id = $1", published.Id.Value);

        var copy = await lab.Service<EventDrafts>().HandleAsync(new StartDraft(seller.Id, published.Id, seller.Owner), Stop);

        var tier = copy.Value!.Document.Prices.Tiers[0];
        Assert.Equal([("Child", 2250L, 2), ("Student", 3000L, null)], tier.Reductions.Select(each => (each.Name, each.Price ?? -1, each.PerOrderMax)));
        Assert.Equal((10, 4050L), (tier.Group!.From, tier.Group.Price));
    }

    [Fact]
    public async Task Draft_OverTheApi_TakesOffersAndRefusesNonsense()
    {
        var seller = await lab.SellerAsync();
        var view = await lab.StartAsync(seller, Offered(seller.Draft(30)));

        Assert.Empty(view.Problems);
        Assert.Equal([Child.Id, Student.Id], view.Document.Prices.Tiers[0].Reductions.Select(reduction => reduction.Id));
        var broken = await lab.SaveAsync(view, Change(view.Document, tier => With(tier, Child with { PercentOff = 20_000 })), seller.Owner);
        Assert.Equal(["prices.tiers[0].reductions[0].price"], broken.Problems.Select(problem => problem.Field));
        Assert.Equal(DraftRefusal.Incomplete, (await lab.TryPublishAsync(broken, seller.Owner)).Refusal!.Reason);
    }

    private async Task<EventDraftView> ReadAsync(EventDraftView draft, Seller seller) => (await lab.Service<EventDrafts>().FindAsync(draft.Id, seller.Owner, Stop))!;

    private async Task PresaleAsync(EventDraftView view, Seller seller, string[] categories, Guid[] dates)
    {
        var now = DateTimeOffset.UtcNow;
        var made = await lab.Service<ManagePresalesHandler>().HandleAsync(
            new CreatePresale(
                view.Id, new PresaleTerms("Friends", now, now.AddDays(20), categories, null, [.. dates.Select(date => new PerformanceId(date))]), seller.Owner),
            Stop);
        Assert.True(made.Succeeded);
    }

    private static DraftTier With(DraftTier tier, params ImmutableArray<DraftReduction> reductions) => tier with { Reductions = reductions };

    private static EventDraft Change(EventDraft draft, Func<DraftTier, DraftTier> change) =>
        draft with { Prices = draft.Prices with { Tiers = [.. draft.Prices.Tiers.Select(change)] } };

    private static EventDraft Offered(EventDraft draft) => Change(draft, tier => With(tier, Child, Student) with { Group = Group });

    private Task<long> CountAsync(EventDraftView view, string where) => lab.Database.ScalarAsync<long>(
        $"select count(*) from tier_offers o join performances p on p.id = o.performance_id where p.event_id = $1 and {where}", view.Id.Value);
}
