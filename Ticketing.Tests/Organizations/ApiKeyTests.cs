using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bunit;
using Ticketing.App.Organizations.Organizer;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access.Keys;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Organizations;

/// <summary>Keys of organizations: who makes them, what they open, and when they end.</summary>
public sealed class ApiKeyTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private ManageApiKeysHandler Handler => lab.Service<ManageApiKeysHandler>();

    [Fact]
    public async Task Key_OfAnOrganization_ReadsItsDataAndNobodyElses()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (other, _) = await lab.FoundAsync();
        var issued = await CreateAsync(organization, owner, "events:read", "reports:read");
        using var client = Client(issued.Secret);

        var own = await ReadAsync(client, "api/v1/organizer/organizations");
        Assert.Equal(organization.Id.Value, Assert.Single(own.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        using var foreign = await client.GetAsync($"api/v1/organizer/organizations/{other.Id}/members", Stop);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.NotNull(await lab.Database.ScalarAsync<DateTime?>("select last_used_at from api_keys where id = $1", issued.Id));
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>(
            "select count(*) from api_keys where encode(secret_hash, 'escape') like '%' || $1 || '%'", issued.Secret));
    }

    [Fact]
    public async Task Key_OutsideOfTheOrganizersApi_IsRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        using var client = Client((await CreateAsync(organization, owner, "orders:write")).Secret);

        foreach (var address in new[] { "api/v1/events", "api/v1/organizers", "api/v1/orders/" + Guid.NewGuid() })
        {
            using var answer = await client.GetAsync(address, Stop);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("key-not-accepted", (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("type").GetString());
        }
    }

    [Theory]
    [InlineData("events:write")]
    [InlineData("orders:write")]
    [InlineData("reports:read")]
    public async Task Key_OfAnyScope_InvitesNobody(string scope)
    {
        var (organization, owner) = await lab.FoundAsync();
        using var client = Client((await CreateAsync(organization, owner, scope)).Secret);

        using var answer = await client.PostAsJsonAsync(
            $"api/v1/organizer/organizations/{organization.Id}/invitations", new { email = AccessApp.NewEmail(), role = "analyst" }, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>(
            "select count(*) from member_invitations where organization_id = $1", organization.Id.Value));
    }

    [Fact]
    public async Task Key_RevokedOrExpired_IsRefusedAtOnce()
    {
        var (organization, owner) = await lab.FoundAsync();
        var revoked = await CreateAsync(organization, owner, "events:read");
        var expired = await CreateAsync(organization, owner, "events:read");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.True((await Handler.HandleAsync(new RevokeApiKey(organization.Id, revoked.Id, owner), Stop)).Succeeded);
        }

        await lab.Database.ExecuteAsync("update api_keys set expires_at = now() - interval '1 second' where id = $1", expired.Id);

        foreach (var secret in new[] { revoked.Secret, expired.Secret, ApiKey.SecretPrefix + new string('A', 43) })
        {
            using var client = Client(secret);
            using var answer = await client.GetAsync("api/v1/organizer/organizations", Stop);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Equal(ApiKeyRefusal.Ended, (await Handler.HandleAsync(new RotateApiKey(organization.Id, expired.Id, owner), Stop)).Refusal);
        Assert.Equal(
            ["api-key.created", "api-key.created", "api-key.revoked"],
            (await lab.ActionsAsync(organization.Id)).Where(action => action.StartsWith("api-key", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Key_Renewed_WorksWithBothSecretsUntilTheOverlapEnds()
    {
        var (organization, owner) = await lab.FoundAsync();
        var before = await CreateAsync(organization, owner, "events:read");
        var renewed = await Handler.HandleAsync(new RotateApiKey(organization.Id, before.Id, owner), Stop);
        Assert.True(renewed.Succeeded);

        foreach (var secret in new[] { before.Secret, renewed.Value.Secret })
        {
            using var client = Client(secret);
            await ReadAsync(client, "api/v1/organizer/organizations");
        }

        await lab.Database.ExecuteAsync("update api_keys set previous_until = now() where id = $1", before.Id);
        using var late = Client(before.Secret);
        using var answer = await late.GetAsync("api/v1/organizer/organizations", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Commands_OfOthers_AreRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (_, stranger) = await lab.FoundAsync();
        var manager = await lab.MemberAsync(organization.Id, MemberRole.Manager);
        var boxOffice = await lab.MemberAsync(organization.Id, MemberRole.BoxOffice);
        var key = await CreateAsync(organization, owner, "events:write");
        var byKey = owner with { User = null, Key = new ApiKeyRights(key.Id, new HashSet<ApiArea> { ApiArea.Events }) };

        foreach (var (caller, refusal) in new[]
        {
            (stranger, ApiKeyRefusal.NotFound), (manager, ApiKeyRefusal.OwnersOnly), (boxOffice, ApiKeyRefusal.NotFound),
            (byKey, ApiKeyRefusal.NotFound), (owner with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-2) }, ApiKeyRefusal.ProofNeeded),
        })
        {
            Assert.Equal(refusal, (await Handler.HandleAsync(New(organization, caller, "Cash desk", 30, "events:read"), Stop)).Refusal);
            Assert.Equal(refusal, (await Handler.HandleAsync(new RotateApiKey(organization.Id, key.Id, caller), Stop)).Refusal);
            Assert.Equal(refusal, (await Handler.HandleAsync(new RevokeApiKey(organization.Id, key.Id, caller), Stop)).Refusal);
        }

        Assert.Null(await lab.Service<ApiKeyReader>().ListAsync(organization.Id, boxOffice, Stop));
        Assert.Null(await lab.Service<ApiKeyReader>().ListAsync(organization.Id, stranger, Stop));
        Assert.Single((await lab.Service<ApiKeyReader>().ListAsync(organization.Id, manager, Stop))!);
        Assert.Null(await lab.Service<TeamReader>().FindAsync(organization.Id, byKey, Stop));
    }

    [Fact]
    public async Task Create_OfBadInput_IsRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        foreach (var (command, refusal) in new[]
        {
            (New(organization, owner, " ", 30, "events:read"), ApiKeyRefusal.NameInvalid),
            (New(organization, owner, new string('x', 61), 30, "events:read"), ApiKeyRefusal.NameInvalid),
            (New(organization, owner, "Cash desk", 30), ApiKeyRefusal.ScopesInvalid),
            (New(organization, owner, "Cash desk", 30, "events:read", "all:write"), ApiKeyRefusal.ScopesInvalid),
            (New(organization, owner, "Cash desk", 0, "events:read"), ApiKeyRefusal.DaysInvalid),
            (New(organization, owner, "Cash desk", 731, "events:read"), ApiKeyRefusal.DaysInvalid),
        })
        {
            Assert.Equal(refusal, (await Handler.HandleAsync(command, Stop)).Refusal);
        }

        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from api_keys where organization_id = $1", organization.Id.Value));
    }

    [Fact]
    public async Task Create_AtOnce_KeepsTheMaximum()
    {
        var (organization, owner) = await lab.FoundAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, ApiKey.PerOrganizationMax + 5).Select(
            number => Handler.HandleAsync(New(organization, owner, $"Program {number}", null, "events:read"), Stop)));

        Assert.Equal(ApiKey.PerOrganizationMax, outcomes.Count(outcome => outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(ApiKeyRefusal.LimitReached, outcome.Refusal));
    }

    [Fact]
    public async Task KeysPage_OfAnOwner_CreatesShowsOnceAndRevokes()
    {
        var (organization, owner) = await lab.FoundAsync();
        await using var page = await OfficePage<KeysPage>.OpenAsync(
            lab.App.Services, owner.Email, "#key-name", parameters => parameters.Add(keys => keys.Slug, organization.Slug));

        await page.ChangeAsync("#key-name", "Accounting");
        await page.SubmitAsync("form");
        page.WaitFor(() => Assert.Contains("Choose at least one thing", page.Markup.Markup, StringComparison.Ordinal));

        await page.ChangeAsync("#scope-reports-read", true);
        await page.SubmitAsync("form");
        page.WaitFor(() => Assert.True(ApiKey.IsSecret(page.Markup.Find("#key-secret").GetAttribute("value"))));
        page.WaitFor(() => Assert.Contains("read figures", page.Markup.Find("table").TextContent, StringComparison.Ordinal));

        await page.ConfirmAsync(() => page.ClickAsync("button[aria-label='Revoke: Accounting']"));
        page.WaitForMessage("The key is revoked.");
        page.WaitFor(() => Assert.Empty(page.Markup.FindAll("#key-secret")));
    }

    private static CreateApiKey New(OwnOrganization organization, Caller caller, string name, int? days, params string[] scopes) =>
        new(organization.Id, name, scopes, days, caller);

    private async Task<IssuedApiKey> CreateAsync(OwnOrganization organization, Caller owner, params string[] scopes)
    {
        var created = await Handler.HandleAsync(New(organization, owner, "Cash desk", 30, scopes), Stop);
        Assert.True(created.Succeeded);
        return created.Value;
    }

    private HttpClient Client(string secret)
    {
        var client = lab.App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}
