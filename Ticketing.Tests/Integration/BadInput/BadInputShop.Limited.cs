using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Members of the selling organization who are limited to another event than the one that is sold.</summary>
public sealed partial class BadInputShop
{
    internal async Task<string> LimitedTokenAsync(MemberRole role) => await TokenAsync(await LimitedAsync(role));

    internal async Task<Browser> OpenLimitedBrowserAsync(MemberRole role) => await _accounts.SignInAsync(await LimitedAsync(role));

    /// <summary>Gives the event, its messages, presales, campaigns, extras and questions a name that the organization does not have.</summary>
    internal async Task RenameEventAsync(string title)
    {
        await Shop.Database.ExecuteAsync("update events set title = $1", title);
        await Shop.Database.ExecuteAsync("update event_drafts set document = jsonb_set(document, '{details,title}', to_jsonb($1::text))", title);
        await Shop.Database.ExecuteAsync("update messages set subject_en = $1, subject_de = $1", title);
        await Shop.Database.ExecuteAsync("update presales set name = $1", title);
        await Shop.Database.ExecuteAsync("update promo_campaigns set name = $1", title);
        await Shop.Database.ExecuteAsync("update extras set name = $1", title);
        await Shop.Database.ExecuteAsync("update event_questions set text = $1", title);
    }

    private async Task<string> LimitedAsync(MemberRole role)
    {
        var email = await _accounts.RegisterAsAsync(Roles.Buyer, _organization, role.ToWord());
        await Shop.Database.ExecuteAsync(
            "update members set event_ids = array[gen_random_uuid()] where user_id = (select id from users where email = $1)", email);
        return email;
    }
}
