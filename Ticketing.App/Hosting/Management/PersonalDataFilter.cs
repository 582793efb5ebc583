using System.Diagnostics;
using OpenTelemetry;

namespace Ticketing.App.Hosting.Management;

/// <summary>
/// Removes from spans what is about a person: addresses of orders and links contain secrets that open them, and the line and the browser
/// identify a visitor. The route's template and the statement, which has parameters instead of values, remain.
/// </summary>
internal sealed class PersonalDataFilter : BaseProcessor<Activity>
{
    private static readonly string[] Personal =
        ["url.path", "url.query", "url.full", "user_agent.original", "client.address", "client.port", "network.peer.address", "enduser.id"];

    public override void OnEnd(Activity data)
    {
        // The database is no person: its spans keep their peer.
        if (data.Kind == ActivityKind.Client)
        {
            return;
        }

        foreach (var tag in Personal)
        {
            data.SetTag(tag, null);
        }
    }
}
