using Ticketing.Core.Access;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Presales;
using Ticketing.Tests.Access;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Presales;

/// <summary>Who may do what with presales, bad input, codes in bulk, and the audit log.</summary>
public sealed class PresaleCommandTests(PresaleShop shop) : IClassFixture<PresaleShop>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ManagePresalesHandler Presales => shop.Service<ManagePresalesHandler>();

    private AccessCodesHandler Codes => shop.Service<AccessCodesHandler>();

    private PresaleReader Reader => shop.Service<PresaleReader>();

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        var (sale, owner, presale, _) = await shop.OpenAsync("OTHERS");
        var (_, stranger) = await shop.NewSaleAsync();
        var (show, terms) = (await shop.EventOfAsync(sale), Terms());
        var code = (await shop.Service<AccessCodeReader>().ListAsync(presale, null, null, owner, Stop)).Rows[0].Id;
        foreach (var caller in new[] { Caller.Guest, stranger, BackOffice.Member(await shop.OrganizationOfAsync(sale), MemberRole.BoxOffice), BackOffice.Member(await shop.OrganizationOfAsync(sale), MemberRole.Analyst) })
        {
            Assert.Equal(PresaleRefusal.NotFound, (await Presales.HandleAsync(new CreatePresale(show, terms, caller), Stop)).Refusal?.Reason);
            Assert.Equal(PresaleRefusal.NotFound, (await Presales.HandleAsync(new EditPresale(presale, terms, caller), Stop)).Refusal?.Reason);
            Assert.Equal(PresaleRefusal.NotFound, (await Presales.HandleAsync(new AmendPresale(presale, _ => terms, caller), Stop)).Refusal?.Reason);
            Assert.Equal(PresaleRefusal.NotFound, (await Presales.HandleAsync(new DeletePresale(presale, caller), Stop)).Refusal?.Reason);
            Assert.Equal(PresaleRefusal.NotFound, (await Codes.HandleAsync(new MakeAccessCodes(presale, null, 1, 1, null, caller), Stop)).Refusal?.Reason);
            Assert.Equal(PresaleRefusal.NotFound, (await Codes.HandleAsync(new RevokeAccessCode(presale, code, caller), Stop)).Refusal?.Reason);
            Assert.Null(await Reader.FindEventAsync(show, caller, Stop));
            Assert.Empty(await Reader.ListAsync(show, caller, Stop));
            Assert.Null(await Reader.FindAsync(presale, caller, Stop));
            Assert.Empty((await shop.Service<AccessCodeReader>().ListAsync(presale, null, null, caller, Stop)).Rows);
            Assert.Empty(await shop.Service<AccessCodeReader>().AllAsync(presale, caller, Stop));
        }

        Assert.Equal(1, Assert.Single(await Reader.ListAsync(show, owner, Stop)).Codes);
    }

    [Fact]
    public async Task Codes_InBulk_AreDifferentAndCounted()
    {
        var (sale, owner) = await shop.NewSaleAsync();
        var presale = await shop.NewPresaleAsync(sale, owner);

        Assert.Equal(10_000, (await Codes.HandleAsync(new MakeAccessCodes(presale, null, 10_000, 2, null, owner), Stop)).Value);

        var all = await shop.Service<AccessCodeReader>().AllAsync(presale, owner, Stop);
        Assert.Equal(10_000, all.Select(code => code.Code).Distinct().Count());
        Assert.All(all, code => Assert.Equal((2, 0, AccessCode.Normalize(code.Code)), (code.UsesMax, code.Uses, code.Code)));
        var page = await shop.Service<AccessCodeReader>().ListAsync(presale, null, null, owner, Stop);
        var next = await shop.Service<AccessCodeReader>().ListAsync(presale, null, page.Next, owner, Stop);
        Assert.Equal((25, 25), (page.Rows.Count, next.Rows.Count));
        Assert.Empty(page.Rows.Select(row => row.Id).Intersect(next.Rows.Select(row => row.Id)));
        Assert.Contains(all[0].Code, (await shop.Service<AccessCodeReader>().ListAsync(presale, all[0].Code[1..].ToLowerInvariant(), null, owner, Stop)).Rows.Select(row => row.Code));
    }

    [Fact]
    public async Task Codes_WithTheSameText_AreRefusedInTheOrganizationOnly()
    {
        var (_, owner, presale, _) = await shop.OpenAsync("SAMETEXT");

        Assert.Equal(
            PresaleRefusal.CodeTaken, (await Codes.HandleAsync(new MakeAccessCodes(presale, "sametext", 1, 1, null, owner), Stop)).Refusal?.Reason);
        await shop.OpenAsync("SAMETEXT");
    }

    [Fact]
    public async Task Presale_WithAWrongField_IsNotMade()
    {
        var (sale, owner) = await shop.NewSaleAsync();
        var (other, _) = await shop.NewSaleAsync();
        var show = await shop.EventOfAsync(sale);
        foreach (var (terms, field) in new[]
        {
            (Terms() with { Name = " " }, nameof(PresaleTerms.Name)),
            (Terms() with { OpensAt = null }, nameof(PresaleTerms.OpensAt)),
            (Terms() with { ClosesAt = null }, nameof(PresaleTerms.ClosesAt)),
            (Terms() with { ClosesAt = Terms().OpensAt }, nameof(PresaleTerms.ClosesAt)),
            (Terms() with { SeatsPerBuyerMax = 0 }, nameof(PresaleTerms.SeatsPerBuyerMax)),
            (Terms() with { Categories = ["\0"] }, nameof(PresaleTerms.Categories)),
            (Terms() with { Dates = [other.Id] }, nameof(PresaleTerms.Dates)),
        })
        {
            var refused = (await Presales.HandleAsync(new CreatePresale(show, terms, owner), Stop)).Refusal;
            Assert.Equal(PresaleRefusal.Invalid, refused?.Reason);
            Assert.Equal(field, Assert.Single(refused!.Faults).Field);
        }

        Assert.Empty(await Reader.ListAsync(show, owner, Stop));
    }

    [Fact]
    public async Task Presale_InUseByAnOrder_IsNotDeleted()
    {
        var (sale, owner, presale, proof) = await shop.OpenAsync("INUSE", terms: new TestSaleTerms { Free = true });
        await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0), proof);

        Assert.Equal(PresaleRefusal.InUse, (await Presales.HandleAsync(new DeletePresale(presale, owner), Stop)).Refusal?.Reason);
        var unused = await shop.NewPresaleAsync(sale, owner);
        Assert.True((await Presales.HandleAsync(new DeletePresale(unused, owner), Stop)).Succeeded);
        Assert.Equal(
            ["presale.created", "presale.deleted"],
            await shop.Database.ListAsync<string>("select action from audit_entries where subject_type = 'presale' and subject_id = $1 order by at, id", unused.ToString()));
    }

    [Fact]
    public async Task Edit_ChangesWindowAndLimit_AndIsAuditedOnce()
    {
        var (sale, owner) = await shop.NewSaleAsync();
        var presale = await shop.NewPresaleAsync(sale, owner);
        var terms = Terms() with { Name = "Partners", SeatsPerBuyerMax = 4, Categories = ["floor"] };

        Assert.True((await Presales.HandleAsync(new EditPresale(presale, terms, owner), Stop)).Succeeded);
        Assert.True((await Presales.HandleAsync(new EditPresale(presale, terms, owner), Stop)).Succeeded);

        var row = (await Reader.FindAsync(presale, owner, Stop))!;
        Assert.Equal(("Partners", 4, "floor"), (row.Presale.Name, row.Presale.SeatsPerBuyerMax, Assert.Single(row.Presale.Categories)));
        Assert.Equal([sale.Id], row.Dates);
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>(
            "select count(*) from audit_entries where action = 'presale.changed' and subject_id = $1", presale.ToString()));
    }

    [Fact]
    public async Task Edit_BasedOnOldTerms_IsRefused()
    {
        var (sale, owner) = await shop.NewSaleAsync();
        var presale = await shop.NewPresaleAsync(sale, owner);
        var row = (await Reader.FindAsync(presale, owner, Stop))!;
        var seen = PresaleTerms.Of(row.Presale, row.Dates);
        var theirs = seen with { SeatsPerBuyerMax = 3 };
        Assert.True((await Presales.HandleAsync(new EditPresale(presale, theirs, owner) { Seen = seen }, Stop)).Succeeded);

        var late = await Presales.HandleAsync(new EditPresale(presale, seen with { Name = "Late" }, owner) { Seen = seen }, Stop);

        Assert.Equal(PresaleRefusal.Changed, late.Refusal?.Reason);
        var after = (await Reader.FindAsync(presale, owner, Stop))!;
        Assert.True(theirs.IsSame(PresaleTerms.Of(after.Presale, after.Dates)));
        Assert.True((await Presales.HandleAsync(new EditPresale(presale, seen with { Name = "Late" }, owner) { Seen = theirs }, Stop)).Succeeded);
    }

    [Fact]
    public async Task Amendments_AtTheSameTime_KeepEachOther()
    {
        var (sale, owner) = await shop.NewSaleAsync();
        var presale = await shop.NewPresaleAsync(sale, owner);
        Func<PresaleTerms, PresaleTerms>[] changes =
            [terms => terms with { Name = "Partners" }, terms => terms with { SeatsPerBuyerMax = 4 }, terms => terms with { Categories = ["floor"] }];

        Assert.All(
            await Task.WhenAll(changes.Select(change => Presales.HandleAsync(new AmendPresale(presale, change, owner), Stop))),
            outcome => Assert.True(outcome.Succeeded));

        var row = (await Reader.FindAsync(presale, owner, Stop))!;
        Assert.Equal(("Partners", 4, "floor"), (row.Presale.Name, row.Presale.SeatsPerBuyerMax, Assert.Single(row.Presale.Categories)));
    }

    private static PresaleTerms Terms() => new(
        "Fan club", new DateTimeOffset(2027, 1, 1, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 2, 10, 0, 0, TimeSpan.Zero), [], null, []);
}
