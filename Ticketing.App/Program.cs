using Ticketing.Infrastructure.Platform.Embedded;

var builder = WebApplication.CreateBuilder(args);
await using var servers = await builder.UseEmbeddedServersAsync();

await using var app = builder.Build();

await app.RunAsync();
