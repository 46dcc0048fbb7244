# The files of the stand-in, its scenario, and the way to the embedded tenant.

$folder = [System.IO.Path]::Combine($HOME, '.pst-ferry-exchange')
$utf8 = [System.Text.UTF8Encoding]::new($false)
$client = [System.Net.Http.HttpClient]::new()
# Files are read anew when they have changed: 500 requests are asked for many times a second.
$cache = @{}

function Read-StateFile([string] $name) {
    $path = [System.IO.Path]::Combine($folder, $name)
    if (-not [System.IO.File]::Exists($path)) { return $null }
    $info = [System.IO.FileInfo]::new($path)
    $stamp = [string] $info.LastWriteTimeUtc.Ticks + ':' + $info.Length
    if ($null -eq $cache[$path] -or $cache[$path].stamp -ne $stamp) {
        $text = [System.IO.File]::ReadAllText($path, $utf8)
        $value = if ($name.EndsWith('.jsonl')) {
            @(foreach ($line in $text.Split("`n")) { if ($line -ne '') { ConvertFrom-Json -InputObject $line } })
        } else { ConvertFrom-Json -InputObject $text }
        $cache[$path] = @{ stamp = $stamp; value = $value }
    }
    return $cache[$path].value
}

function Add-StateLine([string] $name, $value) {
    $line = (ConvertTo-Json -InputObject $value -Compress -Depth 4) + "`n"
    $null = [System.IO.Directory]::CreateDirectory($folder)
    [System.IO.File]::AppendAllText([System.IO.Path]::Combine($folder, $name), $line, $utf8)
}

function ConvertTo-Table($value) {
    $table = @{}
    if ($null -ne $value) { foreach ($property in $value.PSObject.Properties) { $table[$property.Name] = $property.Value } }
    return $table
}

# The value for this cmdlet, or the one for all.
function Select-For($table, [string] $cmdlet) {
    $values = ConvertTo-Table $table
    if ($values.ContainsKey($cmdlet)) { return $values[$cmdlet] }
    return $values['*']
}

# The scenario as it concerns one cmdlet: delayMs, crash and error are that cmdlet's own.
function Get-SandboxScenario([string] $Cmdlet) {
    $scenario = ConvertTo-Table (Read-StateFile 'scenario.json')
    foreach ($name in 'delayMs', 'crash') { $scenario[$name] = Select-For $scenario[$name] $Cmdlet }
    $planned = Select-For $scenario['errors'] $Cmdlet
    if ($null -ne $planned) { $scenario['error'] = ConvertTo-Table $planned }
    return $scenario
}

function Add-SandboxCall([string] $Cmdlet, $Bound) {
    Add-StateLine 'calls.jsonl' ([ordered] @{ cmdlet = $Cmdlet; parameters = @($Bound.Keys) })
}

# The tenant's answer; a refusal has `code`. Null when there is no tenant.
function Invoke-Tenant([string] $method, [string] $path, $body) {
    $tenant = Read-StateFile 'tenant.json'
    if ($null -eq $tenant) { return $null }
    $message = [System.Net.Http.HttpRequestMessage]::new([System.Net.Http.HttpMethod]::new($method), "$($tenant.endpoint)/v1/$path")
    $null = $message.Headers.TryAddWithoutValidation('Authorization', "Bearer $($tenant.token)")
    if ($null -ne $body) {
        $text = ConvertTo-Json -InputObject $body -Compress -Depth 4
        $message.Content = [System.Net.Http.StringContent]::new($text, $utf8, 'application/json')
    }
    try { $response = $client.SendAsync($message).GetAwaiter().GetResult() } catch {
        throw [System.Exception]::new('The request was canceled due to the configured HttpClient.Timeout: the service cannot be reached.')
    }
    return ConvertFrom-Json -InputObject ($response.Content.ReadAsStringAsync().GetAwaiter().GetResult())
}
