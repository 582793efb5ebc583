using Ticketing.App.Platform;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Platform.Embedded;

var builder = WebApplication.CreateBuilder(args);
await using var servers = await builder.UseEmbeddedServersAsync();

builder.AddPlatform();

await using var app = builder.Build();
await app.Services.GetRequiredService<DatabasePreparation>().PrepareAsync(app.Lifetime.ApplicationStopping);

app.UsePlatform();

app.MapPlatform();

await app.RunAsync();
