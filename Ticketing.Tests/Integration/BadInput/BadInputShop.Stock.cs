using System.Text.Json.Nodes;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Tests.Access;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>What the shop has: orders, free seats, accounts.</summary>
public sealed partial class BadInputShop
{
    private IEnumerable<string> Items() => _paid.Body!["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>());

    private async Task<HoldReply> HoldAsync(int seats) => await Shop.HoldAsync([.. await FreeIndexesAsync(seats)]);

    private async Task<Reply> PayAsync()
    {
        var order = await Shop.PlaceAsync(await HoldAsync(2));
        await Shop.PayAsync(order);
        var read = await Shop.ReadUntilAsync(order, "paid");
        read.Body!["token"] = order.Token;
        return read;
    }

    private Task<List<int>> FreeIndexesAsync(int count) => Shop.Database.ListAsync<int>(
        "select seat_index from seats where performance_id = $1 and status = 0 order by seat_index limit $2", Shop.Sale.Id.Value, count);

    private async Task<IEnumerable<string>> FreeAsync(int count) => (await FreeIndexesAsync(count)).Select(Shop.Sale.Label);

    private async Task<string> RegisterAsync(TestCaller caller)
    {
        var member = caller.SellsAs ?? caller.ElsewhereAs;
        Guid? organization = caller.SellsAs is not null ? _organization : caller.ElsewhereAs is not null ? await OtherOrganizationAsync() : null;
        return await _accounts.RegisterAsAsync(caller.Role!, organization, member is { } role ? EnumWords.ToWord(role) : "");
    }

    private async Task<string> TokenAsync(string email)
    {
        var (_, body) = await _accounts.PostJsonAsync("api/v1/auth/login", new { email, password = AccessApp.Password });
        return body.GetProperty("token").GetString()!;
    }

    private async Task<string> AnalystAsync() =>
        _analyst ??= await TokenAsync(await _accounts.RegisterAsAsync(Roles.Buyer, _organization, "analyst"));

    private async Task<string> OwnerAsync() =>
        _owner ??= await TokenAsync(await _accounts.RegisterAsAsync(Roles.Buyer, _organization, "owner"));

    private async Task<Guid> InvitationAsync()
    {
        var id = Guid.CreateVersion7();
        await Shop.Database.ExecuteAsync(
            """
            insert into member_invitations (id, organization_id, email, email_normalized, role, token_hash, created_at, mails, sent_at, expires_at)
            values ($1, $2, $3, $3, 'analyst', uuid_send($1), now(), 1, now(), now() + interval '7 days')
            """, id, _organization, AccessApp.NewEmail());
        return id;
    }

    private async Task<Guid> OtherOrganizationAsync()
    {
        var id = OrganizationId.New().Value;
        await Shop.Database.ExecuteAsync("insert into organizations values ($1, 'Other', $2, 'box@other.example', true, 48, false)", id, id.ToString("N"));
        return id;
    }

    private static JsonNode Json(object body) => JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(body))!;
}
