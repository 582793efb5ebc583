using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ticketing.Core.Access;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Organizations;

/// <summary>Organizations, members and invitations over the API. Who may: <see cref="AccessTests"/>.</summary>
public sealed class OrganizationApiTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Owner_WithAToken_ReadsMembersInvitesAndRevokes()
    {
        var (organization, owner) = await lab.FoundAsync();
        var email = await lab.App.RegisterAsync();
        await lab.Database.ExecuteAsync(
            "insert into members (organization_id, user_id, role) select $1, id, 'owner' from users where email = $2", organization.Id.Value, email);
        using var client = await OpenAsync(email);

        var own = await ReadAsync(client, "");
        Assert.Equal(
            (organization.Id.Value.ToString(), organization.Slug, "owner", "pending"),
            (own[0].GetProperty("id").GetString(), own[0].GetProperty("slug").GetString(), own[0].GetProperty("role").GetString(), own[0].GetProperty("status").GetString()));
        var members = await ReadAsync(client, $"/{organization.Id}/members");
        Assert.Equal(new[] { email, owner.Email }.Order(), members.Select(member => member.GetProperty("email").GetString()).Order());

        var address = $"api/v1/organizer/organizations/{organization.Id}/invitations";
        var invited = AccessApp.NewEmail();
        using var made = await client.PostAsJsonAsync(address, new { email = invited, role = "box-office" }, Stop);
        using var again = await client.PostAsJsonAsync(address, new { email = invited, role = "box-office" }, Stop);
        using var wrong = await client.PostAsJsonAsync(address, new { email = "no address", role = "box-office" }, Stop);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity), (made.StatusCode, again.StatusCode, wrong.StatusCode));
        Assert.Equal("already-invited", (await again.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("type").GetString());
        Assert.Equal(1L, await lab.App.CountMailsAsync("member.invited", invited));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var revoked = await client.DeleteAsync(made.Headers.Location, Stop);
            Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        }

        Assert.Equal(1L, await lab.Database.ScalarAsync<long>(
            "select count(*) from member_invitations where email = $1 and revoked_at is not null", invited));
    }

    [Fact]
    public async Task Analyst_ReadingMembers_GetsNoAddresses()
    {
        var (organization, _) = await lab.FoundAsync();
        var email = await lab.App.RegisterAsync();
        await lab.Database.ExecuteAsync(
            "insert into members (organization_id, user_id, role) select $1, id, $3 from users where email = $2", organization.Id.Value, email, nameof(MemberRole.Analyst).ToLowerInvariant());
        using var client = await OpenAsync(email);

        var members = await ReadAsync(client, $"/{organization.Id}/members");

        Assert.Equal(2, members.Count);
        Assert.All(members, member => Assert.Equal(JsonValueKind.Null, member.GetProperty("email").ValueKind));
    }

    private async Task<HttpClient> OpenAsync(string email)
    {
        var (_, signedIn) = await lab.App.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        var client = lab.App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", signedIn.GetProperty("token").GetString());
        return client;
    }

    private static async Task<List<JsonElement>> ReadAsync(HttpClient client, string path)
    {
        var answer = await client.GetFromJsonAsync<JsonElement>("api/v1/organizer/organizations" + path, Stop);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
        return [.. answer.GetProperty("items").EnumerateArray()];
    }
}
