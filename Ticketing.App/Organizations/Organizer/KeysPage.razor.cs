using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Keys;

namespace Ticketing.App.Organizations.Organizer;

/// <summary>The keys with which an organization's programs use the API: owners manage them, managers look.</summary>
public sealed partial class KeysPage(ApiKeyReader reader, ManageApiKeysHandler handler, PresenceProof proof, Desk desk) : OrganizerPage
{
    private readonly HashSet<string> _scopes = [];
    private IReadOnlyList<ApiKeyView>? _keys;
    private string _name = "";
    private int _days = 365;
    private string? _nameFault;
    private string? _scopesFault;
    private string? _error;

    // Of the key that was created or renewed last; not stored anywhere.
    private string? _secret;
    private string? _slug;
    private bool _isBusy;

    protected override bool May(Caller caller, OrganizationId organization) => caller.Runs(organization);

    protected override async Task LoadAsync()
    {
        if (_slug != Slug)
        {
            // Another organization's page: the secret belongs to the one before.
            (_slug, _secret, _error) = (Slug, null, null);
        }

        _keys = await reader.ListAsync(Own!.Id, Caller, Lifetime);
    }

    private void Choose(string scope, bool isChosen)
    {
        if (isChosen)
        {
            _scopes.Add(scope);
        }
        else
        {
            _scopes.Remove(scope);
        }
    }

    private async Task CreateAsync()
    {
        (_nameFault, _scopesFault) = (null, null);
        var refusal = await RunAsync(caller => handler.HandleAsync(
            new CreateApiKey(Own!.Id, _name, [.. _scopes], _days == 0 ? null : _days, caller), Lifetime), Show);
        if (refusal is ApiKeyRefusal.NameInvalid)
        {
            (_nameFault, _error) = (_error, null);
        }
        else if (refusal is ApiKeyRefusal.ScopesInvalid)
        {
            (_scopesFault, _error) = (_error, null);
        }
        else if (refusal is null)
        {
            _name = "";
            _scopes.Clear();
        }
    }

    private async Task RotateAsync(ApiKeyView key)
    {
        if (await desk.ConfirmAsync(L["Renew the key {0}? You get a new one; the one before works for 24 more hours.", key.Name], L["Renew"]))
        {
            await RunAsync(caller => handler.HandleAsync(new RotateApiKey(Own!.Id, key.Id, caller), Lifetime), Show);
        }
    }

    private async Task RevokeAsync(ApiKeyView key)
    {
        if (await desk.ConfirmAsync(L["Revoke the key {0}? Programs that use it stop working at once.", key.Name], L["Revoke"]))
        {
            await RunAsync(caller => handler.HandleAsync(new RevokeApiKey(Own!.Id, key.Id, caller), Lifetime), _ =>
            {
                _secret = null;
                desk.Notify(L["The key is revoked."]);
            });
        }
    }

    private void Show(IssuedApiKey issued) => _secret = issued.Secret;

    /// <returns>Null: done. <see cref="ApiKeyRefusal.ProofNeeded"/> without an error: on the way to the page that asks for a proof.</returns>
    private async Task<ApiKeyRefusal?> RunAsync<TResult>(
        Func<Caller, Task<Outcome<TResult, ApiKeyRefusal>>> run, Action<TResult> done)
    {
        (_isBusy, _error) = (true, null);
        var caller = await ReadCallerAsync();
        if (!proof.IsGiven(caller, AppUrls.OrganizerKeys(Slug)))
        {
            _isBusy = false;
            return ApiKeyRefusal.ProofNeeded;
        }

        var outcome = await run(caller);
        if (outcome.Succeeded)
        {
            done(outcome.Value);
        }
        else
        {
            _error = Describe(outcome.Refusal);
        }

        await ReloadAsync();
        _isBusy = false;
        return outcome.Succeeded ? null : outcome.Refusal;
    }

    private string ValidityOf(ApiKeyView key) =>
        !key.IsValid ? L["ended"]
        : key.ExpiresAt is { } until ? L["until {0}", DeskTime.Text(until, OrganizationTexts.Zone)]
        : L["until it is revoked"];

    private string Describe(string scope) => scope switch
    {
        "events:read" => L["read events, plans, codes and messages"],
        "events:write" => L["change events, plans, codes and messages"],
        "orders:read" => L["read orders and attendees"],
        "orders:write" => L["change, cancel and refund orders"],
        "reports:read" => L["read figures"],
        _ => scope,
    };

    private string Describe(ApiKeyRefusal refusal) => refusal switch
    {
        ApiKeyRefusal.NotFound => L["There is no such key, or it is another organization's."],
        ApiKeyRefusal.OwnersOnly => L["Only owners create, renew and revoke keys."],
        ApiKeyRefusal.NameInvalid => L["Enter a name with a letter or a digit, of at most 60 characters."],
        ApiKeyRefusal.ScopesInvalid => L["Choose at least one thing that the program may do."],
        ApiKeyRefusal.DaysInvalid => L["Choose how long the key is valid."],
        ApiKeyRefusal.LimitReached => L["An organization can have at most {0} valid keys. Revoke one that is no longer used.", ApiKey.PerOrganizationMax],
        ApiKeyRefusal.Ended => L["The key is revoked or has expired. Create another one."],
        ApiKeyRefusal.ProofNeeded => L["Prove first that it is you: with your password, a code or a passkey, on the site."],
        ApiKeyRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
    };
}
