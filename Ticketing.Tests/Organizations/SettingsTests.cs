using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Tests.Organizations;

/// <summary>An organization's settings: owners change, managers look, the later save is told.</summary>
public sealed class SettingsTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static readonly OrganizationTerms Changed = new("Südlicht", "hello@südlicht.example", false, 24, true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ChangeOrganizationHandler Settings => lab.Service<ChangeOrganizationHandler>();

    [Fact]
    public async Task Owner_SavingSettings_ChangesAllAndIsAudited()
    {
        var (organization, owner) = await lab.FoundAsync();
        var seen = await Settings.ReadAsync(organization.Id, owner, Stop);

        var saved = await Settings.HandleAsync(new ChangeOrganization(organization.Id, Changed with { Name = "  Südlicht " }, seen, owner), Stop);

        Assert.Equal(Changed, saved.Value);
        Assert.Equal(Changed, await Settings.ReadAsync(organization.Id, owner, Stop));
        Assert.Equal(organization.Slug, await lab.Database.ScalarAsync<string>("select slug from organizations where id = $1", organization.Id.Value));
        Assert.Equal(["organization.founded", "organization.changed"], await lab.ActionsAsync(organization.Id));
        Assert.Equal("Nordlicht", await lab.Database.ScalarAsync<string>(
            "select before->>'name' from audit_entries where action = 'organization.changed' and subject_id = $1", organization.Id.ToString()));
    }

    [Fact]
    public async Task Settings_SavedByTwo_TellTheLater()
    {
        var (organization, owner) = await lab.FoundAsync();
        var seen = await Settings.ReadAsync(organization.Id, owner, Stop);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 4).Select(hours =>
            Settings.HandleAsync(new ChangeOrganization(organization.Id, seen! with { RefundHoursBefore = hours }, seen, owner), Stop)));

        var saved = Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(TermsRefusal.Changed, outcome.Refusal!.Reason));
        Assert.Equal(saved.Value, await Settings.ReadAsync(organization.Id, owner, Stop));
    }

    [Theory]
    [InlineData(MemberRole.Manager, TermsRefusal.OwnersOnly, true)]
    [InlineData(MemberRole.BoxOffice, TermsRefusal.NotFound, false)]
    [InlineData(MemberRole.CheckIn, TermsRefusal.NotFound, false)]
    [InlineData(MemberRole.Analyst, TermsRefusal.NotFound, false)]
    public async Task Member_BelowOwner_ChangesNothing(MemberRole role, TermsRefusal refusal, bool reads)
    {
        var (organization, owner) = await lab.FoundAsync();
        var member = await lab.MemberAsync(organization.Id, role);

        Assert.Equal(refusal, (await Settings.HandleAsync(new ChangeOrganization(organization.Id, Changed, null, member), Stop)).Refusal!.Reason);
        Assert.Equal(reads, await Settings.ReadAsync(organization.Id, member, Stop) is not null);
        Assert.Equal("Nordlicht", (await Settings.ReadAsync(organization.Id, owner, Stop))!.Name);
    }

    [Fact]
    public async Task Stranger_OfTheOrganization_ReadsAndChangesNothing()
    {
        var (organization, _) = await lab.FoundAsync();
        var (_, stranger) = await lab.FoundAsync();

        Assert.Equal(TermsRefusal.NotFound, (await Settings.HandleAsync(new ChangeOrganization(organization.Id, Changed, null, stranger), Stop)).Refusal!.Reason);
        Assert.Equal(
            TermsRefusal.NotFound,
            (await Settings.HandleAsync(new ChangeOrganization(OrganizationId.New(), Changed, null, await lab.AccountAsync(role: Roles.Admin)), Stop)).Refusal!.Reason);
        Assert.Null(await Settings.ReadAsync(organization.Id, stranger, Stop));
    }

    [Fact]
    public async Task Settings_Invalid_AreRefusedByField()
    {
        var (organization, owner) = await lab.FoundAsync();

        var refused = await Settings.HandleAsync(
            new ChangeOrganization(organization.Id, new OrganizationTerms("", "x", true, -1, false), null, owner), Stop);

        Assert.Equal(TermsRefusal.Invalid, refused.Refusal!.Reason);
        Assert.Equal(["Name", "Email", "RefundHoursBefore"], refused.Refusal.Faults.Select(fault => fault.Field));
    }

    [Fact]
    public async Task RefundLimits_SavedByAnOwner_AreStoredAndAudited()
    {
        var (organization, owner) = await lab.FoundAsync();
        var seen = (await Settings.ReadAsync(organization.Id, owner, Stop))!;
        Assert.Equal(RefundLimits.None, seen.RefundLimits);

        var saved = await Settings.HandleAsync(
            new ChangeOrganization(organization.Id, seen with { RefundLimits = new RefundLimits(25_000, 0, "EUR") }, seen, owner), Stop);

        Assert.Equal(new RefundLimits(25_000, 0, "EUR"), saved.Value!.RefundLimits);
        Assert.Equal("25000", await lab.Database.ScalarAsync<string>(
            "select after->'refundLimits'->>'manager' from audit_entries where action = 'organization.changed' and subject_id = $1",
            organization.Id.ToString()));

        // A currency alone is no limit.
        var lifted = await Settings.HandleAsync(
            new ChangeOrganization(organization.Id, seen with { RefundLimits = new RefundLimits(null, null, "USD") }, saved.Value, owner), Stop);
        Assert.Equal(RefundLimits.None, lifted.Value!.RefundLimits);
    }

    [Theory]
    [InlineData(-1L, null, "EUR", "Manager")]
    [InlineData(null, -5L, "EUR", "BoxOffice")]
    [InlineData(RefundLimits.AmountMax + 1, null, "EUR", "Manager")]
    [InlineData(100L, null, null, "Currency")]
    [InlineData(100L, null, "euro", "Currency")]
    public async Task RefundLimits_Invalid_AreRefusedByField(long? manager, long? boxOffice, string? currency, string field)
    {
        var (organization, owner) = await lab.FoundAsync();
        var seen = (await Settings.ReadAsync(organization.Id, owner, Stop))!;

        var refused = await Settings.HandleAsync(
            new ChangeOrganization(organization.Id, seen with { RefundLimits = new RefundLimits(manager, boxOffice, currency) }, seen, owner), Stop);

        Assert.Equal(TermsRefusal.Invalid, refused.Refusal!.Reason);
        Assert.Equal(field, Assert.Single(refused.Refusal.Faults).Field);
        Assert.Equal(seen, await Settings.ReadAsync(organization.Id, owner, Stop));
    }
}
