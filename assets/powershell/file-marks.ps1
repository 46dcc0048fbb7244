# Tells what Windows keeps about files beside their contents: attributes and owner. Reads no file, changes nothing.
#
#   standard input:   {"id":1,"path":"C:\\Users\\anna\\old.pst"}                 one JSON document a line, UTF-8
#   standard output:  {"id":1,"attributes":32,"owner":"CONTOSO\\anna"}           in the same order
#
# attributes: the FILE_ATTRIBUTE_ bits as one number; null when the file cannot be looked at.
# owner: DOMAIN\name, the SID of an account nobody knows any more, or null when it is no person's (the administrators'
# group, the system itself) or is not told.
#
# For Windows PowerShell 5.1 and PowerShell 7. Ends with its input. The automatic variable that holds piped input must not
# be named here: PowerShell would then read standard input itself.

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# The console's own readers and writers follow its code page; a path may hold any letter.
$utf8 = [System.Text.UTF8Encoding]::new($false)
$reader = [System.IO.StreamReader]::new([System.Console]::OpenStandardInput(), $utf8)
$writer = [System.IO.StreamWriter]::new([System.Console]::OpenStandardOutput(), $utf8)
$writer.AutoFlush = $true

# Names by SID: a domain controller may have to be asked for each.
$names = @{}

function Get-AccountName($sid) {
    # Files made with raised rights belong to the group, whoever made them.
    if ($sid.Value -match '^S-1-5-(18|19|20|32-\d+)$') { return $null }
    try { return $sid.Translate([System.Security.Principal.NTAccount]).Value } catch { return $sid.Value }
}

function Get-FileOwner([string] $path) {
    try {
        $sections = [System.Security.AccessControl.AccessControlSections]::Owner
        $security = [System.Security.AccessControl.FileSecurity]::new($path, $sections)
        $sid = $security.GetOwner([System.Security.Principal.SecurityIdentifier])
        if (-not $names.ContainsKey($sid.Value)) { $names[$sid.Value] = Get-AccountName $sid }
        return $names[$sid.Value]
    } catch { return $null }
}

while ($null -ne ($line = $reader.ReadLine())) {
    try {
        $request = ConvertFrom-Json -InputObject $line
        $id = [int] $request.id
        $path = [string] $request.path
    } catch { continue }
    $answer = @{ id = $id; attributes = $null; owner = $null }
    try {
        # .NET takes the path as it is: no wildcards, no drives of PowerShell. Asking for attributes fetches nothing.
        $answer.attributes = [int] [System.IO.File]::GetAttributes($path)
        $answer.owner = Get-FileOwner $path
    } catch { $answer.owner = $null }
    $writer.WriteLine((ConvertTo-Json -InputObject $answer -Compress -Depth 2))
}
